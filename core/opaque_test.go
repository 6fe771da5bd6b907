package core_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
)

const verifyAPIKey = "POST /bapi/api_keys/verify"

// opaqueSetup returns an authenticator of all kinds of tokens, and a function that asks
// it who a token speaks for.
func opaqueSetup(t *testing.T, inst *clerktest.Instance, change func(*core.Options)) func(ctx context.Context, token string) (core.RequestState, error) {
	t.Helper()
	options := inst.Options()
	if change != nil {
		change(&options)
	}
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}})
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, token string) (core.RequestState, error) {
		request := httptest.NewRequest("GET", "/", nil)
		request.Header.Set("Authorization", "Bearer "+token)
		return authenticator.Authenticate(ctx, core.FromHTTP(request))
	}
}

// Requests that wait for the same answer ask once; one that gives up leaves the others
// their answer.
func TestOpaqueTokensAreAskedOnce(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	key := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: inst.CreateUser(clerktest.UserParams{}).ID})
	ask := opaqueSetup(t, inst, nil)
	answer := make(chan struct{})
	inst.Disrupt(verifyAPIKey, clerktest.Disruption{Until: answer})

	first, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		_, err := ask(first, key.Secret)
		gone <- err
	}()
	for inst.Requests()[verifyAPIKey] == 0 { // until the question is asked
		if t.Context().Err() != nil {
			t.Fatal("nobody asked")
		}
	}
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the request that ended: %v", err)
	}
	var group, waiting sync.WaitGroup
	var mu sync.Mutex
	seen := map[*core.Auth]bool{}
	for range 50 {
		waiting.Add(1)
		group.Go(func() {
			waiting.Done()
			state, err := ask(t.Context(), key.Secret)
			if err != nil || !state.IsAuthenticated() || state.Auth().ID != key.ID {
				t.Errorf("%v, error %v", state, err)
			}
			mu.Lock()
			defer mu.Unlock()
			seen[state.Auth()] = true
		})
	}
	waiting.Wait()
	close(answer)
	group.Wait()
	if got := inst.Requests()[verifyAPIKey]; got > 2 { // who came after the answer asks again
		t.Errorf("51 requests asked %d times", got)
	}
	if len(seen) != 50 {
		t.Errorf("50 requests have %d Auths between them", len(seen))
	}
}

func TestMachineTokenTTL(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	user := inst.CreateUser(clerktest.UserParams{})
	lasting := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: user.ID}).Secret
	brief := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: user.ID, TTL: 5 * time.Second}).Secret
	ask := opaqueSetup(t, inst, func(o *core.Options) { o.MachineTokenTTL = 10 * time.Second })
	asked := 0
	for _, step := range []struct {
		name   string
		wait   time.Duration
		token  string
		asks   bool
		passes bool
	}{
		{"first time", 0, lasting, true, true},
		{"second time", 9 * time.Second, lasting, false, true},
		{"after its time", time.Second, lasting, true, true},
		{"nobody's key", 0, "ak_nobody", true, false},
		{"nobody's key again", 9 * time.Second, "ak_nobody", false, false},
		{"nobody's key later", time.Second, "ak_nobody", true, false},
		{"a key that ends", 0, brief, true, false},
	} {
		clock.Advance(step.wait)
		state, err := ask(t.Context(), step.token)
		if err != nil {
			t.Fatal(err)
		}
		got := inst.Requests()[verifyAPIKey]
		if (got > asked) != step.asks || state.IsAuthenticated() != step.passes {
			t.Errorf("%s: asked %t, passes %t, want %t and %t", step.name, got > asked, state.IsAuthenticated(), step.asks, step.passes)
		}
		asked = got
	}

	// A key is believed no longer than it lives.
	other := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: user.ID, TTL: 5 * time.Second}).Secret
	if state, err := ask(t.Context(), other); err != nil || !state.IsAuthenticated() {
		t.Fatalf("%v, error %v", state, err)
	}
	clock.Advance(5 * time.Second)
	if state, err := ask(t.Context(), other); err != nil || state.IsAuthenticated() {
		t.Errorf("a key that has expired passes: %v, error %v", state, err)
	}
}

// What Clerk did not say is not remembered.
func TestMachineTokenTTLOfAnOutage(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	key := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: inst.CreateUser(clerktest.UserParams{}).ID})
	ask := opaqueSetup(t, inst, func(o *core.Options) { o.MachineTokenTTL = time.Minute; o.Retry.MaxAttempts = 1 })
	stop := inst.Disrupt(verifyAPIKey, clerktest.Disruption{Status: 500})
	if state, err := ask(t.Context(), key.Secret); err != nil || state.IsAuthenticated() {
		t.Fatalf("%v, error %v", state, err)
	}
	stop()
	if state, err := ask(t.Context(), key.Secret); err != nil || !state.IsAuthenticated() {
		t.Errorf("after the outage: %v, error %v", state, err)
	}
}

type panics struct{}

func (panics) RoundTrip(*http.Request) (*http.Response, error) { panic("ak_secret") }

// A transport that panics is an outage, in whatever goroutine.
func TestOpaqueTokensSurviveAPanic(t *testing.T) {
	t.Parallel()
	ask := opaqueSetup(t, clerktest.Start(t), func(o *core.Options) { o.HTTPClient = &http.Client{Transport: panics{}} })
	state, err := ask(t.Context(), "ak_secret")
	if err != nil || state.IsAuthenticated() || state.Reason() != core.ReasonUnexpectedError {
		t.Errorf("%v, error %v", state, err)
	}
}

// crowd answers once as many requests are under way as may be, and counts them.
type crowd struct {
	mu        sync.Mutex
	now, most int
	all       int
	full      chan struct{}
}

func (c *crowd) RoundTrip(*http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.all++
	c.now++
	c.most = max(c.most, c.now)
	if c.now == 64 && c.all == 64 {
		close(c.full)
	}
	c.mu.Unlock()
	<-c.full
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now--
	return answerJSON(404, `{"errors":[{"code":"resource_not_found"}]}`), nil
}

// Whoever sends many tokens at once has no more than 64 of them looked up at a time.
func TestOpaqueQuestionsAreBounded(t *testing.T) {
	t.Parallel()
	transport := &crowd{full: make(chan struct{})}
	ask := opaqueSetup(t, clerktest.Start(t), func(o *core.Options) { o.HTTPClient = &http.Client{Transport: transport} })
	var group sync.WaitGroup
	for k := range 300 {
		group.Go(func() {
			state, err := ask(t.Context(), fmt.Sprintf("ak_%d", k))
			if err != nil || state.IsAuthenticated() || state.Reason() != token.ReasonInvalid {
				t.Errorf("%v %s, error %v", state, state.Message(), err)
			}
		})
	}
	group.Wait()
	if transport.all != 300 || transport.most != 64 {
		t.Errorf("%d questions, %d at once", transport.all, transport.most)
	}
}

// What could not be verified is 503, with Clerk's own time to come back.
func TestUnavailableSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		disruption clerktest.Disruption
		want       time.Duration
	}{
		"Clerk says":            {clerktest.Disruption{Status: 429, RetryAfter: 90 * time.Second}, 90 * time.Second},
		"Clerk says a week":     {clerktest.Disruption{Status: 429, RetryAfter: 168 * time.Hour}, time.Hour},
		"Clerk does not say":    {clerktest.Disruption{Status: 500}, 5 * time.Second},
		"Clerk is out of reach": {clerktest.Disruption{Reset: true}, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inst := clerktest.Start(t)
			inst.Disrupt("/bapi/", test.disruption)
			user := inst.CreateUser(clerktest.UserParams{})
			ask := opaqueSetup(t, inst, func(o *core.Options) { o.Retry.MaxAttempts = 1 })
			for _, credential := range []string{"ak_any", inst.Token(user, clerktest.TokenOptions{})} {
				state, err := ask(t.Context(), credential)
				if err != nil {
					t.Fatal(err)
				}
				_, err = core.NewGate("Middleware()", core.Accept(core.AnyToken)).Admit(state.WithAuth(t.Context()))
				if e := core.AsAuthError(err); e.Status != 503 || e.RetryAfter != test.want {
					t.Errorf("%d, Retry-After %v, want 503 and %v", e.Status, e.RetryAfter, test.want)
				}
			}
		})
	}
}

// A refusal by Clerk is 401, whatever its status; one that is about this server is 503.
func TestOpaqueRefusals(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{400: 401, 404: 401, 410: 401, 422: 401, 401: 503, 403: 503, 429: 503, 500: 503} {
		ask := opaqueSetup(t, clerktest.Start(t), func(o *core.Options) {
			o.Retry.MaxAttempts = 1
			o.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				return answerJSON(status, `{"errors":[{"code":"bad_request"}]}`), nil
			})}
		})
		state, err := ask(t.Context(), "ak_1")
		if err != nil {
			t.Fatal(err)
		}
		_, err = core.NewGate("Middleware()", core.Accept(core.AnyToken)).Admit(state.WithAuth(t.Context()))
		if e := core.AsAuthError(err); e.Status != want {
			t.Errorf("%d of Clerk is %d, want %d", status, e.Status, want)
		}
	}
}

// Beyond those that have a place and those that wait for one, nobody waits.
func TestOpaqueQuestionsThatWaitAreBounded(t *testing.T) {
	t.Parallel()
	const most = 64 + 1024
	answer := make(chan struct{})
	ask := opaqueSetup(t, clerktest.Start(t), func(o *core.Options) {
		o.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			<-answer
			return answerJSON(404, `{"errors":[{"code":"resource_not_found"}]}`), nil
		})}
	})
	reasons := make(chan core.Reason, 2*most)
	for k := range 2 * most {
		go func() {
			state, _ := ask(t.Context(), fmt.Sprintf("ak_%d", k))
			reasons <- state.Reason()
		}()
	}
	for range most { // who finds no room is answered while the others wait
		if reason := <-reasons; reason != core.ReasonUnexpectedError {
			t.Fatalf("got %s", reason)
		}
	}
	close(answer)
	for range most {
		if reason := <-reasons; reason != token.ReasonInvalid {
			t.Fatalf("got %s", reason)
		}
	}
}
