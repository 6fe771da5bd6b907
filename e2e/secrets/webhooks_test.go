package secrets

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/clerkgo/clerk-go/core/webhook"
)

// TestWebhooks delivers what is signed wrongly or not at all, and what handlers refuse.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	event := `{"object":"event","type":"email.created","timestamp":1767225600000,"data":{"id":"email_1","body":"` + mark + `","data":{"otp_code":"` + mark + `"}}}`
	for name, test := range map[string]struct {
		body   string
		change func(http.Header)
	}{
		"signed":                     {event, nil},
		"no event":                   {mark, nil},
		"an event of another form":   {`{"type":"user.created","data":{"id":{"` + mark + `":"` + mark + `"}}}`, nil},
		"signed by nobody":           {event, func(h http.Header) { h.Set("svix-signature", "v1,"+mark) }},
		"a signature of no form":     {event, func(h http.Header) { h.Set("svix-signature", mark) }},
		"a time of no form":          {event, func(h http.Header) { h.Set("svix-timestamp", mark) }},
		"without an ID":              {event, func(h http.Header) { h.Del("svix-id") }},
		"with an Authorization line": {event, func(h http.Header) { h.Set("Authorization", "Bearer "+mark); h.Del("svix-id") }},
	} {
		var log journal
		mux, err := webhook.NewMux(webhook.MuxOptions{Options: webhook.Options{Secrets: []string{inst.WebhookSigningSecret()}}, Logger: log.logger()})
		if err != nil {
			t.Fatal(err)
		}
		webhook.OnOther(mux, func(_ context.Context, message *webhook.Message) error {
			check(t, name+": the message", message, *message)
			return errors.New("refused")
		})
		request := inst.SignWebhook("http://localhost/", []byte(test.body))
		if test.change != nil {
			test.change(request.Header)
		}
		err = mux.Deliver(t.Context(), request.Header, []byte(test.body))
		if err == nil {
			t.Errorf("%s: it was handled", name)
		}
		status, header, body := webhook.Answer(err)
		check(t, name, err, status, header, string(body), log.String(), mux)
	}
}

// TestFrontendProxy forwards a visitor's credentials to a Frontend API that fails.
func TestFrontendProxy(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	inst.Disrupt("/", clerktest.Disruption{Reset: true})
	var log journal
	options := inst.Options()
	options.Logger = log.logger()
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	proxy, err := client.NewFrontendProxy(core.FrontendProxyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/__clerk/v1/client?__clerk_db_jwt="+mark, strings.NewReader("password="+mark))
	r.Header.Set("Authorization", "Bearer "+mark)
	r.Header.Set("Cookie", "__client="+mark)
	response := httptest.NewRecorder()
	proxy.ServeHTTP(response, r)
	if response.Code != http.StatusBadGateway {
		t.Errorf("got status %d", response.Code)
	}
	check(t, "the answer", response.Header(), response.Body.String())
	check(t, "the log", log.String())
}

// TestKeys loads keys that are none, and reads tokens that are none.
func TestKeys(t *testing.T) {
	t.Parallel()
	for name, text := range shapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := token.ParsePEM(text)
			check(t, "in place of a PEM", err)
			var log journal
			set := token.NewKeySet(token.KeySetOptions{Logger: log.logger(), Load: func(context.Context) ([]byte, error) { return []byte(text), nil }})
			_, err = set.Key(t.Context(), mark)
			check(t, "in place of keys", err, log.String())
			for _, jwt := range []string{text, text + "." + text + "." + text} {
				decoded, err := token.Decode(jwt)
				check(t, "in place of a token", decoded, err)
			}
		})
	}
}
