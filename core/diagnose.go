package core

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/token"
)

// Verdict is what [Diagnose] thinks of something.
type Verdict string

// The verdicts.
const (
	VerdictFine    Verdict = "fine"
	VerdictProblem Verdict = "problem" // requests are refused, or will be
	VerdictWarning Verdict = "warning" // it works, but not as most want it
)

// Finding is one thing that [Diagnose] looked at. It holds no key, token or cookie.
type Finding struct {
	// Subject is what was looked at: one of the subjects that [Diagnose] lists.
	Subject string
	Verdict Verdict
	// Message says what was found.
	Message string
	// Fix says what to do about it; empty if nothing.
	Fix string
}

// String returns the finding as one line.
func (f Finding) String() string {
	line := string(f.Verdict) + ": " + f.Subject + ": " + f.Message
	if f.Fix != "" {
		line += " " + f.Fix
	}
	return line
}

// DiagnoseOptions are what [Diagnose] looks at besides the options of the client. The
// zero value of each field leaves out what depends on it.
type DiagnoseOptions struct {
	// Authenticate are the options of the middleware.
	Authenticate AuthenticateOptions
	// HeaderLimit is how many bytes the server reads of a request's header: in Fiber
	// the ReadBufferSize, 4096 unless it is set.
	HeaderLimit int
	// Request is one that was not answered as expected, as this server received it.
	Request Request
}

// Diagnose finds the usual misconfigurations, by asking Clerk and by looking at the
// options and at a request. It is for people: at the start of a service, in a test, or
// by "clerkdev doctor", which runs it on the variables of the environment. It makes two
// requests, of five seconds at most each, and never fails: what it could not find out is
// a finding too. ctx ends it early. A Request is authenticated as it would be in the
// service, for five seconds at most: a session may be refreshed, and the nonce of a
// handshake is used up.
//
//	options             can a client and an authenticator be built?
//	keys                are both keys of a development, or both of a production instance?
//	backend API         is it reached, does it accept the secret key?
//	clock               is the clock of this machine right, by that of Clerk's answer?
//	instance            does the publishable key belong to the instance of the secret key?
//	JWT key             is it one of the instance's keys?
//	authorized parties  are they origins, and is the request's among them?
//	satellite           does a satellite have a domain, and a domain a satellite?
//	header limit        do the cookies of a signed-in browser fit into it?
//	proxy headers       does this server know the host and the scheme that visitors see?
//	request             is it authenticated, and if not, why?
func Diagnose(ctx context.Context, options Options, about DiagnoseOptions) []Finding {
	options.Hooks, options.Retry = Hooks{}, backend.RetryOptions{MaxAttempts: 1}
	d := &diagnosis{options: options, about: about}
	d.build()
	d.checkKeys()
	if d.client != nil {
		d.askBackendAPI(ctx)
		d.checkInstance(ctx)
		d.checkJWTKey(ctx)
	}
	d.checkParties()
	d.checkSatellite()
	d.checkHeaderLimit()
	if about.Request != nil {
		d.checkProxyHeaders()
		d.authenticate(ctx)
	}
	return d.findings
}

// diagnoseTimeout is how long one request of [Diagnose] may take.
const diagnoseTimeout = 5 * time.Second

// diagnosis is what one [Diagnose] knows so far.
type diagnosis struct {
	options       Options
	about         DiagnoseOptions
	client        *Client        // nil if the options are wrong
	authenticator *Authenticator // the same
	keys          *token.KeySet  // of the secret key's instance; nil if unknown
	ids           []string       // of keys
	findings      []Finding
}

func (d *diagnosis) add(verdict Verdict, subject, message, fix string) {
	d.findings = append(d.findings, Finding{subject, verdict, message, fix})
}

func (d *diagnosis) fine(subject, format string, args ...any) {
	d.add(VerdictFine, subject, fmt.Sprintf(format, args...), "")
}

// build builds what a service builds when it starts.
func (d *diagnosis) build() {
	client, err := NewClient(d.options)
	if err != nil {
		d.add(VerdictProblem, "options", err.Error(), "")
		return
	}
	authenticate := d.about.Authenticate
	authenticate.AcceptsToken = []TokenType{AnyToken} // as middleware does
	authenticator, err := client.NewAuthenticator(authenticate)
	if err != nil {
		d.add(VerdictProblem, "options", err.Error(), "")
	} else {
		d.fine("options", "They are complete.")
	}
	d.client, d.authenticator = client, authenticator
}

// authenticate authenticates the request, and says how it ended.
func (d *diagnosis) authenticate(ctx context.Context) {
	if d.authenticator == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, diagnoseTimeout)
	defer cancel()
	state, err := d.authenticator.Authenticate(ctx, d.about.Request)
	switch {
	case err != nil:
		d.add(VerdictProblem, "request", err.Error(), "")
	case state.auth.retryAfter > 0:
		d.add(VerdictProblem, "request", "It cannot be judged: "+string(state.Reason())+".", "Clerk could not be asked: is it reached, and does it accept the secret key?")
	case state.IsAuthenticated():
		d.fine("request", "It is signed in, by a token of type %s.", state.TokenType())
	default:
		message := fmt.Sprintf("Its status is %s: %s.", state.Status(), state.Reason())
		if state.Message() != "" {
			message += " " + state.Message()
		}
		d.add(VerdictWarning, "request", message, "docs/reasons.md says what each reason asks for.")
	}
}

// httpClient is the client's, with a limit and without redirects.
func (d *diagnosis) httpClient() *http.Client {
	client := &http.Client{}
	if d.options.HTTPClient != nil {
		*client = *d.options.HTTPClient
	}
	client.Timeout = diagnoseTimeout
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}
