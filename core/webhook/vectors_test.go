package webhook_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func TestVectorsWebhooks(t *testing.T) {
	t.Parallel()
	vectors.Replay(t, "e-webhooks", "", runWebhook, nil)
}

func TestVectorsWebhooksMutated(t *testing.T) {
	t.Parallel()
	vectors.Mutate(t, "e-webhooks", runWebhook, nil)
}

type webhookInput struct {
	NowMS     float64         `json:"now_ms"`
	Secret    *string         `json:"signing_secret"`
	EnvSecret string          `json:"env_signing_secret"`
	Headers   vectors.Headers `json:"headers"`
	Body      struct {
		Text   *string `json:"text"`
		Base64 string  `json:"base64"`
		Prefix string  `json:"prefix"`
		Suffix string  `json:"suffix"`
		Repeat struct {
			Unit  string `json:"unit"`
			Count int    `json:"count"`
		} `json:"repeat"`
	} `json:"body"`
}

func (in *webhookInput) body() ([]byte, error) {
	switch b := in.Body; {
	case b.Text != nil:
		return []byte(*b.Text), nil
	case b.Base64 != "":
		return base64.StdEncoding.DecodeString(b.Base64)
	default:
		return []byte(b.Prefix + strings.Repeat(b.Repeat.Unit, b.Repeat.Count) + b.Suffix), nil
	}
}

func runWebhook(c vectors.Case) error {
	var in webhookInput
	if err := vectors.Decode(c.Input, &in); err != nil {
		return err
	}
	body, err := in.body()
	if err != nil {
		return err
	}
	options := webhook.Options{MaxBody: 64 << 20, Now: vectors.Time(in.NowMS).UTC, Secrets: []string{in.EnvSecret}}
	if in.Secret != nil {
		options.Secrets = []string{*in.Secret}
	}
	var want struct {
		EventDataOmitted bool `json:"event_data_omitted"`
	}
	if err := vectors.Decode(c.Expect, &want); err != nil {
		return err
	}
	message, err := webhook.Verify(in.Headers.HTTP(), body, options)
	if err != nil {
		return vectors.Compare(c.Expect, map[string]any{"ok": false, "error": map[string]any{"class": "Error"}})
	}
	event := map[string]any{"object": "event"}
	if message.Type != "" {
		event["type"] = message.Type
	}
	if message.Data != nil && !want.EventDataOmitted {
		var data any
		if err := json.Unmarshal(message.Data, &data, jsontext.AllowDuplicateNames(true)); err != nil {
			return err
		}
		event["data"] = data
	}
	if message.InstanceID != "" {
		event["instance_id"] = message.InstanceID
	}
	if !message.Timestamp.IsZero() {
		event["timestamp"] = message.Timestamp.UnixMilli()
	}
	if message.Attributes != (webhook.Attributes{}) {
		event["event_attributes"] = message.Attributes
	}
	got := map[string]any{"ok": true, "event": event}
	if want.EventDataOmitted {
		got["event_data_omitted"] = true
	}
	return vectors.Compare(c.Expect, got)
}
