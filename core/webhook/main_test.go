package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const secret = "whsec_b3JjaGFyZC13ZWJob29rLXNpZ25pbmctc2VjcmV0LTAx"

func clock() time.Time { return now }

// signature signs a body by itself, as the documentation of the protocol says.
func signature(secret, id string, sent time.Time, body string) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		panic(err)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.%s", id, sent.Unix(), body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// signed are the headers of a delivery sent now.
func signed(id, body string) http.Header {
	return http.Header{
		"Svix-Id":        {id},
		"Svix-Signature": {signature(secret, id, now, body)},
		"Svix-Timestamp": {fmt.Sprint(now.Unix())},
	}
}

// event is the body of an event.
func event(eventType, data string, at time.Time) string {
	return fmt.Sprintf(`{"data":%s,"object":"event","type":%q,"timestamp":%d,"instance_id":"ins_1","event_attributes":{"http_request":{"client_ip":"192.0.2.1","user_agent":"agent"}}}`,
		data, eventType, at.UnixMilli())
}

func options() webhook.Options { return webhook.Options{Now: clock, Secrets: []string{secret}} }

// wantCode fails the test unless an error has a code; "" is no error.
func wantCode(t *testing.T, name string, err error, want webhook.Code) {
	t.Helper()
	if (err == nil) != (want == "") || want != "" && !webhook.HasCode(err, want) {
		t.Errorf("%s: error %v, want code %q", name, err, want)
	}
}
