package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/clerk/clerk-sdk-go/v2"
	clerkjwks "github.com/clerk/clerk-sdk-go/v2/jwks"
	"net/http"
	"net/http/httptest"

	clerkhttp "github.com/clerk/clerk-sdk-go/v2/http"
	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// loadJWKS is the request for keys, as the local Clerk counts it.
const loadJWKS = "GET /bapi/v1/jwks"

// A verifier verifies many tokens at once and returns how many it refused.
type verifier func(tokens []string) (failed int, err error)

// keySets counts how often keys are fetched, and how many requests fail, when keys are
// cold, rotated, unknown, or out of reach.
func keySets(b *bench, r *report) error {
	var rows []keyRow
	for _, peer := range []struct {
		name  string
		build func(*clerktest.Instance, *clerktest.Clock) (verifier, func(), error)
	}{
		{ours, ourKeys},
		{official, theirKeys},
		{"@clerk/backend", nodeKeys},
	} {
		measured, err := keyScenarios(peer.name, peer.build)
		if err != nil {
			return fmt.Errorf("%s: %w", peer.name, err)
		}
		rows = append(rows, measured...)
	}
	r.keys("Keys", "Keys take 50 ms to come. Fetches of the key set, and requests with a good token that failed.", rows)
	for _, row := range rows {
		if row.name == ours {
			r.budget("fetches, "+row.scenario, float64(row.fetches), 1, "")
			r.budget("failed requests, "+row.scenario, float64(row.failed), 0, "")
		}
	}
	for _, row := range rows[len(keyScenarioNames):] {
		mine := rows[0]
		for _, candidate := range rows[:len(keyScenarioNames)] {
			if candidate.scenario == row.scenario {
				mine = candidate
			}
		}
		r.claim(fmt.Sprintf("keys, %s, against %s", row.scenario, row.name), mine.fetches <= row.fetches && mine.failed <= row.failed)
	}
	return nil
}

// A keyRow is what one scenario took.
type keyRow struct {
	name, scenario  string
	fetches, failed int
}

var keyScenarioNames = []string{"cold, 1,000 at once", "rotated, 1,000 at once", "1,000 unknown keys", "out of reach, 200 requests"}

func keyScenarios(name string, build func(*clerktest.Instance, *clerktest.Clock) (verifier, func(), error)) ([]keyRow, error) {
	clock := clerktest.NewClock(time.Now())
	inst, err := clerktest.New(clerktest.Options{Now: clock.Now})
	if err != nil {
		return nil, err
	}
	defer inst.Close()
	inst.Disrupt(loadJWKS, clerktest.Disruption{Delay: 50 * time.Millisecond})
	user := inst.CreateUser(clerktest.UserParams{})
	verify, end, err := build(inst, clock)
	if err != nil || verify == nil {
		return nil, err
	}
	defer end()
	good := func(n int) []string {
		token := inst.Token(user, clerktest.TokenOptions{TTL: 24 * time.Hour})
		tokens := make([]string, n)
		for k := range tokens {
			tokens[k] = token
		}
		return tokens
	}
	unknown := make([]string, 1000)
	for k := range unknown[:20] {
		unknown[k] = inst.Token(user, clerktest.TokenOptions{Fault: clerktest.UnknownKey, TTL: time.Hour})
	}
	for k := 20; k < len(unknown); k++ {
		unknown[k] = unknown[k%20]
	}
	var rows []keyRow
	for k, scenario := range keyScenarioNames {
		var tokens []string
		before := inst.Requests()[loadJWKS]
		switch k {
		case 0:
			tokens = good(1000)
		case 1:
			inst.Rotate()
			tokens = good(1000)
		case 2:
			clock.Advance(10 * time.Second)
			if _, err := verify(unknown); err != nil {
				return nil, err
			}
			tokens = good(100)
		case 3:
			if name == "@clerk/backend" {
				continue // its clock cannot be moved
			}
			tokens = good(200)
			clock.Advance(65 * time.Minute)
			inst.Disrupt(loadJWKS, clerktest.Disruption{Status: 503})
		}
		failed, err := verify(tokens)
		if err != nil {
			return nil, err
		}
		rows = append(rows, keyRow{name, scenario, inst.Requests()[loadJWKS] - before, failed})
	}
	return rows, nil
}

func ourKeys(inst *clerktest.Instance, clock *clerktest.Clock) (verifier, func(), error) {
	options := quiet(inst.Options())
	options.Now = clock.Now
	client, err := core.NewClient(options)
	if err != nil {
		return nil, nil, err
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{})
	return atOnce(func(token string) bool {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.Header.Set("Authorization", "Bearer "+token)
		state, err := authenticator.Authenticate(context.Background(), core.FromHTTP(request))
		return err == nil && state.IsAuthenticated()
	}), func() {}, err
}

func theirKeys(inst *clerktest.Instance, clock *clerktest.Clock) (verifier, func(), error) {
	handler := clerkhttp.RequireHeaderAuthorization(
		clerkhttp.Clock(theirClock{clock}),
		clerkhttp.JWKSClient(clerkjwks.NewClient(&clerk.ClientConfig{BackendConfig: clerk.BackendConfig{
			Key: clerk.String(inst.SecretKey()), URL: clerk.String(inst.APIURL() + "/v1"),
		}})),
	)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	return atOnce(func(token string) bool {
		request, response := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()
		request.Header.Set("Authorization", "Bearer "+token)
		handler.ServeHTTP(response, request)
		return response.Code == http.StatusNoContent
	}), func() {}, nil
}

type theirClock struct{ *clerktest.Clock }

func (c theirClock) Now() time.Time { return c.Clock.Now() }

// atOnce verifies every token in a goroutine of its own.
func atOnce(passes func(token string) bool) verifier {
	return func(tokens []string) (int, error) {
		var failed atomic.Int64
		var group sync.WaitGroup
		start := make(chan struct{})
		for _, token := range tokens {
			group.Go(func() {
				<-start
				if !passes(token) {
					failed.Add(1)
				}
			})
		}
		close(start)
		group.Wait()
		return int(failed.Load()), nil
	}
}
