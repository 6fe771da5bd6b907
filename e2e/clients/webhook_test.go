package clients

import (
	"io"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/webhook"
	svix "github.com/svix/svix-webhooks/go"
)

// The library of the sender that Clerk uses signs what package webhook verifies, and
// verifies what the local Clerk signs.
func TestWebhooksOfSvix(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	theirs, err := svix.NewWebhook(inst.WebhookSigningSecret())
	if err != nil {
		t.Fatal(err)
	}
	const body = `{"type": "user.created", "data": {"id": "user_1", "first_name": "Žofie"}}`

	now := time.Now()
	signature, err := theirs.Sign("msg_1", now, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Svix-Id": {"msg_1"}, "Svix-Signature": {signature}, "Svix-Timestamp": {strconv.FormatInt(now.Unix(), 10)}}
	message, err := webhook.Verify(header, []byte(body), webhook.Options{Secrets: []string{inst.WebhookSigningSecret()}})
	if err != nil || message.Object() != "" || message.Type != "user.created" {
		t.Errorf("their signature: %+v, error %v", message, err)
	}

	request := inst.SignWebhook("http://localhost/webhooks", []byte(body))
	sent, err := io.ReadAll(request.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := theirs.Verify(sent, request.Header); err != nil {
		t.Errorf("the local Clerk's signature: %v", err)
	}
	if theirs.Verify(append(sent, ' '), request.Header) == nil {
		t.Error("their library accepts a changed body")
	}
}
