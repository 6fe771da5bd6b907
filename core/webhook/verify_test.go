package webhook_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
)

const userJSON = `{"id":"user_1","object":"user"}`

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	body := event("user.created", userJSON, now)
	at := func(sent time.Time) http.Header {
		header := signed("msg_1", body)
		header.Set("Svix-Timestamp", fmt.Sprint(sent.Unix()))
		header.Set("Svix-Signature", signature(secret, "msg_1", sent, body))
		return header
	}
	with := func(name string, values ...string) http.Header {
		header := signed("msg_1", body)
		header[name] = values
		return header
	}
	for name, test := range map[string]struct {
		header  http.Header
		body    string
		change  func(*webhook.Options)
		want    webhook.Code
		headers string
	}{
		"a changed byte":             {signed("msg_1", body), strings.Replace(body, "user_1", "user_2", 1), nil, webhook.CodeSignatureInvalid, "svix-signature"},
		"another ID":                 {with("Svix-Id", "msg_2"), body, nil, webhook.CodeSignatureInvalid, "svix-signature"},
		"another secret":             {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{"whsec_AAAA"} }, webhook.CodeSignatureInvalid, "svix-signature"},
		"another version":            {with("Svix-Signature", strings.Replace(signature(secret, "msg_1", now, body), "v1,", "v2,", 1)), body, nil, webhook.CodeSignatureInvalid, "svix-signature"},
		"empty secret":               {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{""} }, webhook.CodeSecretMissing, ""},
		"from the future":            {at(now.Add(301 * time.Second)), body, nil, webhook.CodeTimestampTooNew, "svix-timestamp"},
		"good":                       {signed("msg_1", body), body, nil, "", ""},
		"just in time":               {at(now.Add(-300 * time.Second)), body, nil, "", ""},
		"missing ID":                 {with("Svix-Id"), body, nil, webhook.CodeHeaderMissing, "svix-id"},
		"missing everything":         {http.Header{}, body, nil, webhook.CodeHeaderMissing, "svix-id svix-timestamp svix-signature"},
		"missing signature":          {with("Svix-Signature", " "), body, nil, webhook.CodeHeaderMissing, "svix-signature"},
		"missing time":               {with("Svix-Timestamp", ""), body, nil, webhook.CodeHeaderMissing, "svix-timestamp"},
		"names of the standard":      {http.Header{"Webhook-Id": {"msg_1"}, "Webhook-Signature": {signature(secret, "msg_1", now, body)}, "Webhook-Timestamp": {fmt.Sprint(now.Unix())}}, body, nil, webhook.CodeHeaderMissing, "svix-id svix-timestamp svix-signature"},
		"no JSON":                    {signed("msg_1", "{"), "{", nil, webhook.CodeBodyInvalid, ""},
		"no secrets":                 {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{} }, webhook.CodeSecretMissing, ""},
		"nothing":                    {signed("msg_1", ""), "", nil, webhook.CodeBodyInvalid, ""},
		"old":                        {at(now.Add(-301 * time.Second)), body, nil, webhook.CodeTimestampTooOld, "svix-timestamp"},
		"older, and tolerated":       {at(now.Add(-time.Hour)), body, func(o *webhook.Options) { o.Tolerance = 2 * time.Hour }, "", ""},
		"repeated ID":                {with("Svix-Id", "msg_1", "msg_1"), body, nil, webhook.CodeHeaderRepeated, "svix-id"},
		"repeated time":              {with("Svix-Timestamp", fmt.Sprint(now.Unix()), fmt.Sprint(now.Unix())), body, nil, webhook.CodeHeaderRepeated, "svix-timestamp"},
		"secret that is no base64":   {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{"whsec_?"} }, webhook.CodeSecretInvalid, ""},
		"several signatures":         {with("Svix-Signature", "v1,AAAA "+signature(secret, "msg_1", now, body)), body, nil, "", ""},
		"several lines of those":     {with("Svix-Signature", "v1,AAAA", signature(secret, "msg_1", now, body)), body, nil, "", ""},
		"the first line of those":    {with("Svix-Signature", signature(secret, "msg_1", now, body), "v1,AAAA"), body, nil, "", ""},
		"secret with white space":    {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{" " + secret[:20] + "\n" + secret[20:] + "\n"} }, "", ""},
		"secret without a prefix":    {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{strings.TrimPrefix(secret, "whsec_")} }, "", ""},
		"secret of padding alone":    {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{"whsec_="} }, webhook.CodeSecretInvalid, ""},
		"as large as may be":         {signed("msg_1", body), body, func(o *webhook.Options) { o.MaxBody = int64(len(body)) }, "", ""},
		"larger by a byte":           {signed("msg_1", body), body, func(o *webhook.Options) { o.MaxBody = int64(len(body)) - 1 }, webhook.CodeBodyTooLarge, ""},
		"the next secret":            {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{"whsec_AAAA", secret} }, "", ""},
		"the previous secret":        {signed("msg_1", body), body, func(o *webhook.Options) { o.Secrets = []string{secret, "whsec_AAAA"} }, "", ""},
		"time that is no number":     {with("Svix-Timestamp", "soon"), body, nil, webhook.CodeTimestampInvalid, "svix-timestamp"},
		"time that wraps around":     {with("Svix-Timestamp", fmt.Sprint(now.Unix()-1<<62-1<<62)), body, nil, webhook.CodeTimestampInvalid, "svix-timestamp"},
		"large limit":                {signed("msg_1", body), body, func(o *webhook.Options) { o.MaxBody = 1<<63 - 1 }, "", ""},
		"time that is a long number": {with("Svix-Timestamp", strings.Repeat("9", 40)), body, nil, webhook.CodeTimestampInvalid, "svix-timestamp"},
		"time with two signs":        {with("Svix-Timestamp", "+-1"), body, nil, webhook.CodeTimestampInvalid, "svix-timestamp"},
		"two MiB":                    {signed("msg_1", strings.Repeat(" ", 2<<20)), strings.Repeat(" ", 2<<20), nil, webhook.CodeBodyTooLarge, ""},
	} {
		o := options()
		if test.change != nil {
			test.change(&o)
		}
		_, err := webhook.Verify(test.header, []byte(test.body), o)
		wantCode(t, name, err, test.want)
		var e *webhook.Error
		if errors.As(err, &e) && strings.Join(e.Headers, " ") != test.headers {
			t.Errorf("%s: headers at fault %q, want %q", name, e.Headers, test.headers)
		}
		if err != nil {
			printed := fmt.Sprintf("%v %+v %#v", err, err, err)
			for _, secret := range []string{strings.TrimPrefix(secret, "whsec_"), "AAAA", strings.TrimPrefix(signature(secret, "msg_1", now, body), "v1,"), "user_1"} {
				if strings.Contains(printed, secret) {
					t.Errorf("%s: %s tells %s", name, printed, secret)
				}
			}
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for code, want := range map[webhook.Code]int{
		webhook.CodeBodyInvalid: 400, webhook.CodeBodyTooLarge: 413, webhook.CodeBodyUnreadable: 400, webhook.CodeBusy: 503,
		webhook.CodeHandlerFailed: 500, webhook.CodeHeaderMissing: 400, webhook.CodeHeaderRepeated: 400,
		webhook.CodeSecretInvalid: 500, webhook.CodeSecretMissing: 500, webhook.CodeSignatureInvalid: 400,
		webhook.CodeStoreFailed: 500, webhook.CodeTimestampInvalid: 400, webhook.CodeTimestampTooNew: 400, webhook.CodeTimestampTooOld: 400,
	} {
		if got := (&webhook.Error{Code: code}).Status(); got != want {
			t.Errorf("%s: status %d, want %d", code, got, want)
		}
	}
}

func TestSecretOfTheEnvironment(t *testing.T) {
	body := event("user.created", userJSON, now)
	t.Setenv(webhook.Variable, secret)
	o := webhook.Options{Now: clock}
	_, err := webhook.Verify(signed("msg_1", body), []byte(body), o)
	wantCode(t, "set", err, "")
	o.Secrets = []string{""} // said so: the environment does not count
	_, err = webhook.Verify(signed("msg_1", body), []byte(body), o)
	wantCode(t, "overridden", err, webhook.CodeSecretMissing)
	o.Secrets = []string{}
	_, err = webhook.Verify(signed("msg_1", body), []byte(body), o)
	wantCode(t, "overridden by none", err, webhook.CodeSecretMissing)
	t.Setenv(webhook.Variable, "")
	_, err = webhook.Verify(signed("msg_1", body), []byte(body), webhook.Options{Now: clock})
	wantCode(t, "empty", err, webhook.CodeSecretMissing)
}

// Secrets come with padding and without it.
func TestSecretPadding(t *testing.T) {
	t.Parallel()
	const key = "a" // of two characters and two of padding
	body := event("user.created", userJSON, now)
	padded := base64.StdEncoding.EncodeToString([]byte(key))
	header := signed("msg_1", body)
	header.Set("Svix-Signature", signature(padded, "msg_1", now, body))
	for _, secret := range []string{padded, strings.TrimRight(padded, "="), "whsec_" + padded} {
		_, err := webhook.Verify(header, []byte(body), webhook.Options{Now: clock, Secrets: []string{secret}})
		wantCode(t, secret, err, "")
	}
}

func TestVerifyRequestRestoresTheBody(t *testing.T) {
	t.Parallel()
	body := event("user.created", userJSON, now)
	request := httptest.NewRequest("POST", "/", io.NopCloser(strings.NewReader(body))) // of unknown length
	request.Header = signed("msg_1", body)
	for range 2 {
		message, err := webhook.VerifyRequest(request, options())
		if err != nil || message.ID != "msg_1" || message.Type != "user.created" || string(message.Data) != userJSON ||
			message.InstanceID != "ins_1" || !message.Timestamp.Equal(now) || !message.SentAt.Equal(now) ||
			message.Attributes.HTTPRequest.ClientIP != "192.0.2.1" || message.Attributes.HTTPRequest.UserAgent != "agent" {
			t.Fatalf("%+v, error %v", message, err)
		}
	}
	if rest, err := io.ReadAll(request.Body); err != nil || string(rest) != body {
		t.Errorf("later readers get %q, %v", rest, err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestVerifyRequestBounds(t *testing.T) {
	t.Parallel()
	large := strings.Repeat(" ", 1<<20+1)
	for name, test := range map[string]struct {
		body io.Reader
		want webhook.Code
	}{
		"broken":                   {broken{}, webhook.CodeBodyUnreadable},
		"large, of known length":   {strings.NewReader(large), webhook.CodeBodyTooLarge},
		"large, of unknown":        {io.MultiReader(strings.NewReader(large)), webhook.CodeBodyTooLarge},
		"limited by somebody else": {http.MaxBytesReader(httptest.NewRecorder(), io.NopCloser(strings.NewReader(large)), 10), webhook.CodeBodyTooLarge},
		"none":                     {http.NoBody, webhook.CodeHeaderMissing},
	} {
		_, err := webhook.VerifyRequest(httptest.NewRequest("POST", "/", test.body), options())
		wantCode(t, name, err, test.want)
	}
}

func TestTimestampUnits(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]time.Time{
		"1716883200":    time.Unix(1716883200, 0),
		"1716883200000": time.Unix(1716883200, 0),
		"1716883200123": time.UnixMilli(1716883200123),
		"0":             {}, "-5": {}, "1e300": {}, `"1716883200"`: {}, "null": {},
	} {
		body := `{"type":"x.y","data":{"id":"x_1"},"timestamp":` + number + `}`
		message, err := webhook.Verify(signed("msg_1", body), []byte(body), options())
		if err != nil || !message.Timestamp.Equal(want) {
			t.Errorf("%s: %v, error %v, want %v", number, message.Timestamp, err, want)
		}
		if object := message.Object(); (object == "") != want.IsZero() {
			t.Errorf("%s: object %q", number, object)
		}
	}
}

// Events have an order among those of their object, unless each is to be acted on.
func TestObject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ eventType, data, want string }{
		{"user.created", `{"id":"user_1"}`, "user:user_1"},
		{"user.updated", `{"id":"user_1"}`, "user:user_1"},
		{"session.created", `{"id":"user_1"}`, "session:user_1"},
		{"subscriptionItem.active", `{"id":"csub_1"}`, "subscriptionItem:csub_1"},
		{"subscriptionItem.freeTrialEnding", `{"id":"csub_1"}`, ""},
		{"email.created", `{"id":"ema_1"}`, ""},
		{"sms.created", `{"id":"sms_1"}`, ""},
		{"thing.created", `{"id":1}`, ""},
		{"thing.created", `{}`, ""},
		{"thing.created", `[]`, ""},
	} {
		m := webhook.Message{Type: test.eventType, Data: []byte(test.data), Timestamp: now}
		if got := m.Object(); got != test.want {
			t.Errorf("%s %s: object %q, want %q", test.eventType, test.data, got, test.want)
		}
		m.Timestamp = time.Time{}
		if got := m.Object(); got != "" {
			t.Errorf("%s without a time: object %q", test.eventType, got)
		}
	}
}

func TestOptionsPrintNoSecret(t *testing.T) {
	t.Parallel()
	verifier, err := webhook.NewVerifier(options())
	if err != nil {
		t.Fatal(err)
	}
	mux, err := webhook.NewMux(webhook.MuxOptions{Options: options()})
	if err != nil {
		t.Fatal(err)
	}
	key := "orchard-webhook-signing-secret-01"
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "options", options(), "verifier", verifier, "mux", mux)
	for _, value := range []any{options(), webhook.MuxOptions{Options: options()}, verifier, *verifier, mux} {
		log.WriteString(fmt.Sprintf("%v %+v %#v %s %q %x", value, value, value, value, value, value))
	}
	if text := log.String(); strings.Contains(text, key) || strings.Contains(text, strings.TrimPrefix(secret, "whsec_")) {
		t.Error("a secret was printed")
	}
}

func FuzzVerify(f *testing.F) {
	body := event("user.created", userJSON, now)
	f.Add("msg_1", fmt.Sprint(now.Unix()), signature(secret, "msg_1", now, body), body)
	f.Add("msg_1", "+0"+fmt.Sprint(now.Unix())+".5", "v2,x v1 v1, v1,,"+signature(secret, "msg_1", now, "{}"), "{}")
	f.Add("\xff", "1e9", "v1,", "\xef\xbb\xbf[]")
	f.Fuzz(func(t *testing.T, id, stamp, signatures, body string) {
		header := http.Header{"Svix-Id": {id}, "Svix-Timestamp": {stamp}, "Svix-Signature": {signatures}}
		message, err := webhook.Verify(header, []byte(body), options())
		if err != nil {
			if _, ok := errors.AsType[*webhook.Error](err); !ok {
				t.Errorf("an error of another type: %v", err)
			}
			return
		}
		// Whoever knows no secret cannot make this up: a seed must have signed it.
		if !strings.Contains(signatures, strings.TrimPrefix(signature(secret, "msg_1", now, body), "v1,")) &&
			!strings.Contains(signatures, strings.TrimPrefix(signature(secret, message.ID, message.SentAt, body), "v1,")) {
			t.Errorf("accepted %q %q %q %q", id, stamp, signatures, body)
		}
		_ = message.Object()
		_, _ = webhook.Decode(message, webhook.UserCreated)
	})
}
