package adaptertest

import "testing"

// testCase is one case of the suite.
type testCase struct {
	name string
	run  func(t testing.TB, b *bench)
}

// cases are all cases, by what they are about.
var cases = []testCase{
	{"annotate/everyone passes", everyonePasses},
	{"annotate/auth is in the context", authIsInContext},
	{"annotate/foreign auth is not trusted", foreignAuthIsNotTrusted},
	{"annotate/skip", skips},
	{"chain/middleware missing", middlewareMissing},
	{"chain/middleware twice is once", twiceIsOnce},
	{"cors/behind", corsBehind},
	{"cors/first", corsFirst},
	{"deny/401", unauthorized},
	{"deny/403", forbidden},
	{"deny/503", unavailable},
	{"deny/pages", pagesRequireSignIn},
	{"errors/option ErrorHandler", errorHandlerAnswers},
	{"errors/path of the framework", errorPathIsReached},
	{"errors/per request", perRequestError},
	{"http/body", bodyIsLeft},
	{"http/handshake", handshake},
	{"http/handshake cookies", handshakeCookies},
	{"http/hostile requests", hostileRequests},
	{"http/methods", methods},
	{"http/unrepresentable", unrepresentable},
	{"isolation/after the request", afterTheRequest},
	{"isolation/overlapping requests", overlappingRequests},
	{"isolation/parallel users", separateUsers},
	{"isolation/reused buffers", reusedBuffers},
}

// Run runs the suite: each case is a subtest with an application of its own,
// over TCP, against a local Clerk. A case fails where an adapter, or what stands
// around it, lets somebody through who may not pass, mixes users up, or loses
// what a response has to carry.
//
// It needs no vectors, no account and no network.
func Run(t *testing.T, build Build) {
	t.Helper()
	b := newBench(t, build)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, b)
		})
	}
}
