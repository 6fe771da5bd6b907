package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/go-json-experiment/json/jsontext"
)

func newMux(t *testing.T, change func(*webhook.MuxOptions)) *webhook.Mux {
	t.Helper()
	o := webhook.MuxOptions{Options: options(), Logger: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&o)
	}
	mux, err := webhook.NewMux(o)
	if err != nil {
		t.Fatal(err)
	}
	return mux
}

// deliver sends a delivery over HTTP.
func deliver(t *testing.T, url string, header http.Header, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = header
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestMux(t *testing.T) {
	t.Parallel()
	mux := newMux(t, nil)
	var got []string
	webhook.On(mux, webhook.UserCreated, func(_ context.Context, e webhook.Event[backend.User]) error {
		got = append(got, "created "+e.Data.ID+" "+e.ID)
		return nil
	})
	webhook.On(mux, webhook.UserDeleted, func(_ context.Context, e webhook.Event[backend.DeletedObject]) error {
		return errors.New("no database: password hunter2")
	})
	webhook.On(mux, "thing.created", func(_ context.Context, e webhook.Event[jsontext.Value]) error {
		got = append(got, "raw "+string(e.Data))
		return nil
	})
	url := serve(t, mux)
	created := event("user.created", userJSON, now)
	for _, step := range []struct {
		name, body string
		header     http.Header
		status     int
		seen, says string
	}{
		{"handled", created, signed("msg_1", created), 204, "created user_1 msg_1", ""},
		{"sent again, without a store", created, signed("msg_1", created), 204, "created user_1 msg_1", ""},
		{"unsigned", created, http.Header{}, 400, "", "header_missing"},
		{"changed", created + " ", signed("msg_1", created), 400, "", "signature_invalid"},
		{"too large", strings.Repeat(" ", 2<<20), signed("msg_1", created), 413, "", "body_too_large"},
		{"handler fails", event("user.deleted", userJSON, now), signed("msg_2", event("user.deleted", userJSON, now)), 500, "", "handler_failed"},
		{"nobody handles it", event("user.updated", userJSON, now), signed("msg_3", event("user.updated", userJSON, now)), 204, "", ""},
		{"unknown type", event("future.type", `[1]`, now), signed("msg_4", event("future.type", `[1]`, now)), 204, "", ""},
		{"a type of one's own", event("thing.created", `[1]`, now), signed("msg_5", event("thing.created", `[1]`, now)), 204, "raw [1]", ""},
		{"data of another kind", event("user.created", `"x"`, now), signed("msg_6", event("user.created", `"x"`, now)), 400, "", "body_invalid"},
	} {
		got = nil
		status, text := deliver(t, url, step.header, step.body)
		if status != step.status || strings.Join(got, ",") != step.seen || !strings.Contains(text, step.says) || strings.Contains(text, "hunter2") {
			t.Errorf("%s: status %d, body %s, seen %q; want %d and %q", step.name, status, text, got, step.status, step.seen)
		}
	}
	if response, err := http.Get(url); err != nil || response.StatusCode != 405 || response.Header.Get("Allow") != "POST" {
		t.Errorf("GET: %v, %v", response, err)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestOnOther(t *testing.T) {
	t.Parallel()
	mux := newMux(t, nil)
	var seen string
	webhook.OnOther(mux, func(_ context.Context, m *webhook.Message) error { seen = m.Type; return nil })
	body := event("future.type", `{}`, now)
	if err := mux.Deliver(t.Context(), signed("msg_1", body), []byte(body)); err != nil || seen != "future.type" {
		t.Errorf("saw %q, error %v", seen, err)
	}
}

func TestOnTwicePanics(t *testing.T) {
	t.Parallel()
	mux := newMux(t, nil)
	handler := func(context.Context, webhook.Event[backend.User]) error { return nil }
	webhook.On(mux, webhook.UserCreated, handler)
	defer func() {
		if recover() == nil {
			t.Error("a second handler of a type was accepted")
		}
	}()
	webhook.On(mux, webhook.UserCreated, handler)
}

// A handler for another payload does not compile.
func TestHandlersAreTyped(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("testdata", "compile")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	const program = `package main

import (
	"context"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/webhook"
)

func main() {
	webhook.On(nil, webhook.UserCreated, func(context.Context, webhook.Event[backend.TYPE]) error { return nil })
}
`
	for payload, compiles := range map[string]bool{"User": true, "Organization": false, "DeletedObject": false} {
		if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(strings.Replace(program, "TYPE", payload, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		output, err := exec.CommandContext(t.Context(), "go", "vet", "./"+dir).CombinedOutput()
		if (err == nil) != compiles {
			t.Errorf("%s: compiles %t, want %t\n%s", payload, err == nil, compiles, output)
		}
	}
}

// A panic goes on its way, and gives the message back.
func TestPanicReleases(t *testing.T) {
	t.Parallel()
	mux := newMux(t, func(o *webhook.MuxOptions) { o.Store = webhook.NewMemory(10) })
	calls := 0
	webhook.On(mux, webhook.UserCreated, func(context.Context, webhook.Event[backend.User]) error {
		if calls++; calls == 1 {
			panic("oops")
		}
		return nil
	})
	body := event("user.created", userJSON, now)
	for want := 1; want <= 3; want++ {
		func() {
			defer func() { _ = recover() }()
			if err := mux.Deliver(t.Context(), signed("msg_1", body), []byte(body)); err != nil {
				t.Error(err)
			}
		}()
		if calls != min(want, 2) {
			t.Errorf("after %d deliveries the handler ran %d times", want, calls)
		}
	}
}

// An event whose data is odd has an object all the same: nobody who can write odd data
// gets around the order.
func TestOddDataHasAnObject(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`{"id":"user_1","bio":"\ud83d"}`, "{\"id\":\"user_1\",\"bio\":\"\xff\"}", `{"id":"user_1","bio":{"a":1,"a":2}}`, `{"id":"user_0","id":"user_1"}`} {
		body := event("user.updated", data, now)
		header := http.Header{"Svix-Id": {"msg_1"}, "Svix-Timestamp": {fmt.Sprint(now.Unix())}, "Svix-Signature": {signature(secret, "msg_1", now, strings.ToValidUTF8(body, "\ufffd"))}}
		message, err := webhook.Verify(header, []byte(body), options())
		if err != nil || message.Object() != "user:user_1" {
			t.Errorf("%q: %v, error %v", data, message, err)
		}
	}
}

// A handler that hangs ends with its time, though its sender is not known to be gone:
// whoever waits for the object gets it.
func TestTimeout(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]time.Duration{"default": 0, "an hour": time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				mux := newMux(t, func(o *webhook.MuxOptions) { o.Store, o.Timeout = webhook.NewMemory(0), limit })
				hang := true
				webhook.On(mux, webhook.UserCreated, func(ctx context.Context, _ webhook.Event[backend.User]) error {
					if !hang {
						return nil
					}
					<-ctx.Done()
					return ctx.Err()
				})
				body, start := event("user.created", userJSON, now), time.Now()
				wantCode(t, "it hangs", mux.Deliver(context.Background(), signed("msg_1", body), []byte(body)), webhook.CodeHandlerFailed)
				want := limit
				if want == 0 {
					want = webhook.DefaultTimeout
				}
				if took := time.Since(start); took != want {
					t.Errorf("it ended after %v, want %v", took, want)
				}
				hang = false
				wantCode(t, "sent again", mux.Deliver(context.Background(), signed("msg_1", body), []byte(body)), "")
			})
		})
	}
}

// What went wrong is in the log, by ID and type, and nothing else is.
func TestLog(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	mux := newMux(t, func(o *webhook.MuxOptions) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	webhook.On(mux, webhook.UserCreated, func(_ context.Context, e webhook.Event[backend.User]) error {
		if e.ID == "msg_bad" {
			return errors.New("no database")
		}
		return nil
	})
	body := event("user.created", userJSON, now)
	for _, step := range []struct {
		header http.Header
		says   []string
	}{
		{signed("msg_1", body), nil},
		{signed("msg_bad", body), []string{"level=ERROR", "id=msg_bad", "type=user.created", "no database"}},
		{http.Header{}, []string{"level=WARN", "svix-id"}},
	} {
		log.Reset()
		_ = mux.Deliver(t.Context(), step.header, []byte(body))
		for _, word := range step.says {
			if !strings.Contains(log.String(), word) {
				t.Errorf("the log does not say %s: %s", word, log.String())
			}
		}
		if step.says == nil && log.Len() > 0 || strings.Contains(log.String(), "v1,") {
			t.Errorf("the log says too much: %s", log.String())
		}
	}
}

// claims is a store that counts.
type claims struct {
	done, released int
	failing        error
	ended          bool // the context of Done had ended
}

type claimed struct{} // the key of what a claim puts into the context

func (c *claims) Claim(context.Context, *webhook.Message) (webhook.Claim, error) { return c, nil }
func (c *claims) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, claimed{}, true)
}
func (c *claims) Release(context.Context) error { c.released++; return nil }
func (c *claims) Done(ctx context.Context) error {
	c.done, c.ended = c.done+1, ctx.Err() != nil
	return c.failing
}

// A sender that hangs up when the handler is through changes nothing: the message was
// handled. A store that fails to remember gets it back.
func TestDoneAfterTheSenderHungUp(t *testing.T) {
	t.Parallel()
	body := event("user.created", userJSON, now)
	for name, failing := range map[string]error{"done": nil, "failed": errors.New("down")} {
		store := &claims{failing: failing}
		mux := newMux(t, func(o *webhook.MuxOptions) { o.Store = store })
		ctx, cancel := context.WithCancel(t.Context())
		webhook.On(mux, webhook.UserCreated, func(ctx context.Context, _ webhook.Event[backend.User]) error {
			if ctx.Value(claimed{}) == nil {
				t.Errorf("%s: the handler has not the context of its claim", name)
			}
			cancel()
			return nil
		})
		err := mux.Deliver(ctx, signed("msg_1", body), []byte(body))
		if (err != nil) != (failing != nil) || store.done != 1 || store.ended || (store.released == 1) != (failing != nil) {
			t.Errorf("%s: error %v, %+v", name, err, store)
		}
	}
}

// What a handler could not decode itself is its failure, not the sender's.
func TestDecodeInAHandler(t *testing.T) {
	t.Parallel()
	mux := newMux(t, nil)
	webhook.OnOther(mux, func(_ context.Context, m *webhook.Message) error {
		_, err := webhook.Decode(m, webhook.UserCreated)
		return err
	})
	body := event("user.updated", userJSON, now)
	wantCode(t, "decode", mux.Deliver(t.Context(), signed("msg_1", body), []byte(body)), webhook.CodeHandlerFailed)
}

func TestMessagesPrintNoData(t *testing.T) {
	t.Parallel()
	body := event("email.created", `{"id":"ema_1","body":"your code is 424242"}`, now)
	message, err := webhook.Verify(signed("msg_1", body), []byte(body), options())
	if err != nil {
		t.Fatal(err)
	}
	email, err := webhook.Decode(message, webhook.EmailCreated)
	if err != nil || email.Data.Body == "" {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%v %+v %#v %v %+v", message, message, *message, email, email); strings.Contains(text, "424242") || !strings.Contains(text, "email.created") {
		t.Error(text)
	}
}

type store struct{ err error }

func (s store) Claim(context.Context, *webhook.Message) (webhook.Claim, error) { return nil, s.err }

func TestStoreFailures(t *testing.T) {
	t.Parallel()
	body := event("user.created", userJSON, now)
	for name, test := range map[string]struct {
		err    error
		want   webhook.Code
		status int
	}{
		"busy": {webhook.ErrBusy, webhook.CodeBusy, 503},
		"done": {webhook.ErrDone, "", 204},
		"down": {errors.New("down"), webhook.CodeStoreFailed, 500},
	} {
		mux := newMux(t, func(o *webhook.MuxOptions) { o.Store = store{test.err} })
		webhook.On(mux, webhook.UserCreated, func(context.Context, webhook.Event[backend.User]) error {
			t.Errorf("%s: the handler ran", name)
			return nil
		})
		err := mux.Deliver(t.Context(), signed("msg_1", body), []byte(body))
		wantCode(t, name, err, test.want)
		if status, header, _ := webhook.Answer(err); status != test.status || (header.Get("Retry-After") != "") != (status == 503) {
			t.Errorf("%s: status %d with %v", name, status, header)
		}
	}
}

// What is no error of this package is a failure of ours, and says nothing.
func TestAnswerToForeignErrors(t *testing.T) {
	t.Parallel()
	status, _, body := webhook.Answer(errors.New("password hunter2"))
	if status != 500 || !strings.Contains(string(body), string(webhook.CodeHandlerFailed)) || strings.Contains(string(body), "hunter2") {
		t.Errorf("status %d, %s", status, body)
	}
}
