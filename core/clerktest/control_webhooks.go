package clerktest

import (
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

// listControlWebhooks lists the last events for the command clerkdev.
func (i *Instance) listControlWebhooks(*http.Request) (any, error) {
	type row struct {
		ID        string `json:"id"`
		Type      string `json:"type"`
		Attempts  []int  `json:"attempts"`
		Delivered bool   `json:"delivered"`
	}
	rows := []row{}
	for _, d := range i.Webhooks() {
		rows = append(rows, row{d.ID, d.Type, d.Attempts, d.Delivered()})
	}
	return rows, nil
}

// postControlWebhook sends an event for the command clerkdev.
func (i *Instance) postControlWebhook(r *http.Request) (any, error) {
	var body struct {
		Data jsontext.Value `json:"data"` // null for an example
		Type string         `json:"type"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if body.Type == "" {
		return nil, errMissing("type")
	}
	var data any
	if body.Data != nil && body.Data.Kind() != jsontext.KindNull {
		data = body.Data
	}
	id, err := i.Trigger(body.Type, data)
	if err != nil {
		return nil, &apiError{http.StatusConflict, "webhook_receiver_missing", "The local Clerk knows no receiver of webhooks.", ""}
	}
	return map[string]string{"id": id}, nil
}

// replayControlWebhook sends an event again for the command clerkdev.
func (i *Instance) replayControlWebhook(r *http.Request) (any, error) {
	if err := i.Replay(r.PathValue("id")); err != nil {
		return nil, errNotFound("event", r.PathValue("id"))
	}
	return map[string]string{"id": r.PathValue("id")}, nil
}
