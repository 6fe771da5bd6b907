package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

func TestWebhookCommand(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	bodies := make(chan string, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body strings.Builder
		_, _ = body.WriteString(r.Header.Get("Svix-Id") + " ")
		buffer := make([]byte, 4096)
		n, _ := r.Body.Read(buffer)
		_, _ = body.Write(buffer[:n])
		bodies <- body.String()
	}))
	t.Cleanup(receiver.Close)
	if err := inst.SendWebhooks(receiver.URL); err != nil {
		t.Fatal(err)
	}
	call := func(args ...string) string {
		t.Helper()
		status, stdout, stderr := output(t, append([]string{"webhook", "-addr", inst.Addr()}, args...)...)
		if status != 0 || stderr != "" {
			t.Fatalf("webhook %s: %d %q %q", args, status, stdout, stderr)
		}
		return strings.TrimSpace(stdout)
	}
	id := call("trigger", "user.created")
	if body := <-bodies; !strings.HasPrefix(body, id+" ") || !strings.Contains(body, `"type":"user.created"`) {
		t.Errorf("sent %s", body)
	}
	if again := call("replay", id); again != id || !strings.HasPrefix(<-bodies, id+" ") {
		t.Errorf("replayed %s, want %s", again, id)
	}
	for {
		list := call("list")
		if list == id+" user.created 200, 200" {
			break
		}
		if t.Context().Err() != nil {
			t.Fatalf("the list is %q", list)
		}
	}
	var stdout strings.Builder
	if err := webhookCommand(inst.Addr(), []string{"-data", "trigger", "thing.made"}, strings.NewReader(`{"id":"thing_1"}`), &stdout); err != nil {
		t.Fatal(err)
	}
	if body := <-bodies; !strings.Contains(body, `"data":{"id":"thing_1"}`) {
		t.Errorf("sent %s", body)
	}
	if err := webhookCommand(inst.Addr(), []string{"-data", "trigger", "thing.made"}, strings.NewReader(`{`), &stdout); err == nil {
		t.Error("data that is no JSON was sent")
	}
}
