package adaptertest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/go-json-experiment/json/jsontext"
)

// Webhooks runs the suite for an adapter's Webhook over TCP: bodies arrive as they were
// sent, and answers leave as they were meant. build builds an application that has it at
// POST /webhooks.
func Webhooks(t *testing.T, build func(mux *webhook.Mux) Serve) {
	t.Helper()
	inst := clerktest.Start(t)
	mux, err := webhook.NewMux(webhook.MuxOptions{
		Logger: slog.New(slog.DiscardHandler), Options: webhook.Options{Secrets: []string{inst.WebhookSigningSecret()}},
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := make(chan string, 1)
	webhook.On(mux, "test.created", func(_ context.Context, event webhook.Event[jsontext.Value]) error {
		seen <- string(event.Data)
		return nil
	})
	webhook.On(mux, "test.failed", func(context.Context, webhook.Event[jsontext.Value]) error { return errors.New("no") })
	addr, stop, err := listen(build(mux))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	client := &http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}

	const odd = `{"type": "test.created",  "data" : {"name":"Žofie 漢字 \u2028","n":1.0e2} }` + "\n"
	large := `{"type":"test.created","data":"` + strings.Repeat("x", 2<<20) + `"}`
	for _, test := range []struct {
		name, body string
		change     func(*http.Request)
		status     int
		seen       string
	}{
		{"as it was written", odd, nil, 204, `{"name":"Žofie 漢字 \u2028","n":1.0e2}`},
		{"a form by its header", odd, header("Content-Type", "application/x-www-form-urlencoded"), 204, `{"name":"Žofie 漢字 \u2028","n":1.0e2}`},
		{"gzip by its header", odd, header("Content-Encoding", "gzip"), 204, `{"name":"Žofie 漢字 \u2028","n":1.0e2}`},
		{"unsigned", odd, header("Svix-Signature", "v1,AAAA"), 400, ""},
		{"without an ID", odd, func(r *http.Request) { r.Header.Del("Svix-Id") }, 400, ""},
		{"two IDs", odd, func(r *http.Request) { r.Header.Add("Svix-Id", r.Header.Get("Svix-Id")) }, 400, ""},
		{"too large", large, nil, 413, ""},
		{"a handler that fails", `{"type":"test.failed"}`, nil, 500, ""},
		{"nobody handles it", `{"type":"test.unknown"}`, nil, 204, ""},
	} {
		request := inst.SignWebhook("http://"+addr+"/webhooks", []byte(test.body))
		if test.change != nil {
			test.change(request)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		got := ""
		select {
		case got = <-seen:
		default:
		}
		if response.StatusCode != test.status || got != test.seen {
			t.Errorf("%s: got status %d, the handler saw %q; want %d and %q", test.name, response.StatusCode, got, test.status, test.seen)
		}
	}
}

// header returns a change of a request's header.
func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}
