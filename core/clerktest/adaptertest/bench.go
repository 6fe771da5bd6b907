package adaptertest

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// bench is what all cases of one run share. It is safe for concurrent use.
type bench struct {
	build  Build
	client *core.Client
	inst   *clerktest.Instance
	// userID is a user, and token returns session tokens of theirs.
	userID string
	token  func(options clerktest.TokenOptions) string
	// first and second are tokens of equal length of two users, so that one
	// fits exactly where the other was.
	first, second string
}

// The users of bench.first and bench.second.
const (
	firstID  = "user_first0"
	secondID = "user_second"
)

func newBench(t testing.TB, build Build) *bench {
	t.Helper()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	b := &bench{
		build: build, client: newClient(t, inst.Options()), inst: inst, userID: user.ID,
		token:  func(options clerktest.TokenOptions) string { return inst.Token(user, options) },
		first:  tokenOf(inst, firstID),
		second: tokenOf(inst, secondID),
	}
	if len(b.first) != len(b.second) {
		t.Fatalf("the tokens are of %d and %d bytes, want equal length", len(b.first), len(b.second))
	}
	return b
}

// tokenOf creates a user and returns a token that outlives the test.
func tokenOf(inst *clerktest.Instance, id string) string {
	return inst.Token(inst.CreateUser(clerktest.UserParams{ID: id}), clerktest.TokenOptions{TTL: time.Hour})
}

// newClient returns a client that logs nothing.
func newClient(t testing.TB, options core.Options) *core.Client {
	t.Helper()
	options.Logger = slog.New(slog.DiscardHandler)
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// app returns the application of a case that has no wishes of its own.
func (b *bench) app(routes ...Route) App {
	open := []Route{
		{Path: "/admin", RequireAuth: true, Requirements: []core.Requirement{core.Role("org:admin")}},
		{Path: "/admin-page", RequireSignIn: true, Requirements: []core.Requirement{core.Role("org:admin")}},
		{Path: "/guarded", RequireAuth: true},
		{Path: "/machines", RequireAuth: true, Requirements: []core.Requirement{core.Accept(core.M2MToken)}, Views: accept(core.M2MToken)},
		{Path: "/page", RequireSignIn: true},
		{},
	}
	for i := range open {
		open[i].answer = look
	}
	return App{
		Authenticate: core.AuthenticateOptions{SignInURL: "/sign-in"},
		Client:       b.client,
		Middlewares:  1,
		Routes:       slices.Concat(routes, open),
	}
}

// seen is what a handler answers: what it saw, by GetAuth and in the context.
type seen struct {
	Authenticated bool        `json:"authenticated"`
	ID            string      `json:"id"`
	Reason        core.Reason `json:"reason"`
	UserID        string      `json:"user_id"`

	InContext struct {
		Authenticated bool        `json:"authenticated"`
		Reason        core.Reason `json:"reason"`
		UserID        string      `json:"user_id"`
	} `json:"in_context"`
}

// look returns what a handler sees.
func look(c call) any {
	s := seen{Authenticated: c.auth.IsAuthenticated(), ID: c.auth.ID, Reason: c.auth.Reason, UserID: c.auth.UserID}
	auth := core.AuthFromContext(c.ctx)
	s.InContext.Authenticated, s.InContext.Reason, s.InContext.UserID = auth.IsAuthenticated(), auth.Reason, auth.UserID
	return s
}

// bearer returns the header of a request with a session token of the user.
func (b *bench) bearer(options clerktest.TokenOptions) []string {
	return bearer(b.token(options))
}

func bearer(token string) []string { return []string{"Authorization", "Bearer " + token} }

// knownBrowser is the header of a browser that a development instance knows.
var knownBrowser = []string{"Cookie", "__clerk_db_jwt=dvb_1"}

// page is the header of a browser that loads a page.
var page = []string{"Accept", "text/html", "Sec-Fetch-Dest", "document"}
