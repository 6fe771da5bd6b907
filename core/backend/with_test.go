package backend_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// TestWith holds what options of a call change, and that they change no other.
func TestWith(t *testing.T) {
	t.Parallel()
	seen := make(chan http.Header, 1)
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		seen <- r.Header
		reply(w, 200, `{"id":"mt_1"}`)
	})
	send := func(c *backend.Client) http.Header {
		t.Helper()
		if _, err := c.M2MTokens.Create(t.Context(), backend.M2MTokenCreateParams{}); err != nil {
			t.Fatal(err)
		}
		return <-seen
	}
	ids := []string{"a", "b"}
	header := http.Header{"x-request-id": ids, "User-Agent": {"mine"}}
	machine := client.With(backend.CallOptions{MachineSecretKey: "ak_1", Header: header, Timeout: time.Minute})
	both := machine.With(backend.CallOptions{Header: http.Header{"X-Other": {"c"}}})
	ids[0] = "changed" // what was given is copied
	for name, test := range map[string]struct {
		client                     *backend.Client
		key, ids, other, userAgent string
	}{
		"the client":      {client, secretKey, "[]", "", "clerk-go/core@"},
		"the copy":        {machine, "ak_1", "[a b]", "", "mine"},
		"the copy's copy": {both, "ak_1", "[a b]", "c", "mine"},
	} {
		got := send(test.client)
		if key := strings.TrimPrefix(got.Get("Authorization"), "Bearer "); key != test.key {
			t.Errorf("%s: key %q", name, key)
		}
		if ids := fmt.Sprint(got["X-Request-Id"]); ids != test.ids || got.Get("X-Other") != test.other || !strings.HasPrefix(got.Get("User-Agent"), test.userAgent) {
			t.Errorf("%s: headers %v", name, got)
		}
	}
}

// TestWithMachineKeyElsewhere: only operations on M2M tokens use the machine
// secret key.
func TestWithMachineKeyElsewhere(t *testing.T) {
	t.Parallel()
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer "+secretKey {
			t.Errorf("%s with %q", r.URL, got)
		}
		reply(w, 200, `{}`)
	})
	if _, err := client.With(backend.CallOptions{MachineSecretKey: "ak_1"}).Users.Get(t.Context(), "user_1"); err != nil {
		t.Error(err)
	}
}

func TestWithTimeout(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]bool{"no answer": false, "half an answer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := setup(t, func(w http.ResponseWriter, r *http.Request) {
				if begin {
					w.Header().Set("Content-Type", "application/json")
					_, _ = w.Write([]byte(`{"id":`))
					_ = http.NewResponseController(w).Flush()
				}
				<-r.Context().Done()
			})
			_, err := client.With(backend.CallOptions{Timeout: 20 * time.Millisecond}).Users.Get(t.Context(), "user_1")
			if !backend.HasCode(err, backend.CodeCanceled) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWithRefuses(t *testing.T) {
	t.Parallel()
	client := setup(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("a request was made: %s", r.URL) })
	for says, options := range map[string]backend.CallOptions{
		"Authorization":    {Header: http.Header{"authorization": {"hunter2"}}},
		"Content-Type":     {Header: http.Header{"Content-Type": {"text/plain"}}},
		"no header name":   {Header: http.Header{"a b": {"hunter2"}}},
		"value of X-Name":  {Header: http.Header{"X-Name": {"hunter2\r\nX-Other: 1"}}},
		"Timeout":          {Timeout: -1},
		"MachineSecretKey": {MachineSecretKey: "hunter2 x"},
	} {
		_, err := client.With(options).With(backend.CallOptions{}).Users.Get(t.Context(), "user_1")
		if !backend.HasCode(err, backend.CodeInvalidRequest) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v", says, err)
		}
	}
	unusable := errors.New("no key")
	if _, err := backend.Unusable(unusable).With(backend.CallOptions{Timeout: -1}).Users.Get(t.Context(), "user_1"); !errors.Is(err, unusable) {
		t.Errorf("got %v, want the reason why the client cannot be used", err)
	}
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	var sent []string
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Idempotency-Key")+" "+r.Header.Get("X-Other"))
		reply(w, 200, `{"id":"ema_1"}`)
	}).With(backend.CallOptions{Header: http.Header{"X-Other": {"1"}}})
	for key, fine := range map[string]bool{
		"order_1-a": true, strings.Repeat("k", 255): true,
		"": false, "a b": false, "a\r\nb": false, "ä": false, strings.Repeat("k", 256): false,
	} {
		sent = nil
		_, err := client.Emails.Create(t.Context(), backend.EmailCreateParams{IdempotencyKey: backend.Value(key)})
		if fine && (err != nil || len(sent) != 1 || sent[0] != key+" 1") || !fine && (!backend.HasCode(err, backend.CodeInvalidRequest) || sent != nil) {
			t.Errorf("%q: sent %q, %v", key, sent, err)
		}
	}
}
