package main

import (
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(root, "..", "shared", "openapi")
	if named := os.Getenv("CLERK_OPENAPI"); named != "" {
		folder = named
	}
	file := filepath.Join(folder, eventsFile)
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED: %v", err)
	}
	payloads, err := loadPayloads(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change func(*eventDocument, map[string]types.Type)
		says   string
	}{
		"nothing": {func(*eventDocument, map[string]types.Type) {}, ""},
		"a field more": {func(d *eventDocument, _ map[string]types.Type) {
			asMap(d.schemas["WaitlistEntry"]["properties"])["age"] = node{"type": "integer"}
		}, "waitlistEntry.created data.age: "},
		"a nested one": {func(d *eventDocument, _ map[string]types.Type) {
			asMap(d.schemas["BillingPayee"]["properties"])["age"] = node{"type": "integer"}
		}, "paymentAttempt.created data.payee.age: "},
		"another kind": {func(d *eventDocument, _ map[string]types.Type) {
			asMap(d.schemas["SmsEventPayload"]["properties"])["message"] = node{"type": "integer"}
		}, "sms.created data.message: the document has a integer"},
		"null": {func(d *eventDocument, _ map[string]types.Type) {
			asMap(asMap(d.schemas["SmsEventPayload"]["properties"])["message"])["nullable"] = true
		}, "sms.created data.message: the document may say null"},
		"null among the values": {func(d *eventDocument, _ map[string]types.Type) {
			asMap(d.schemas["SmsEventPayload"]["properties"])["status"] = node{"type": "string", "enum": []any{"queued", nil}}
		}, "sms.created data.status: the document may say null"},
		"an event more":   {func(d *eventDocument, _ map[string]types.Type) { d.events["user.napped"] = d.events["user.created"] }, "user.napped: core/webhook has no constant"},
		"an event less":   {func(d *eventDocument, _ map[string]types.Type) { delete(d.events, "user.created") }, "user.created: the document has no such event"},
		"another payload": {func(_ *eventDocument, p map[string]types.Type) { p["user.created"] = p["user.deleted"] }, "user.created data.banned: "},
		"a stale exception": {func(_ *eventDocument, p map[string]types.Type) {
			p["organizationInvitation.created"] = p["user.deleted"]
		}, "organizationInvitation.created data.created_at"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document, err := loadEvents(file)
			if err != nil {
				t.Fatal(err)
			}
			changed := maps.Clone(payloads)
			test.change(document, changed)
			var out strings.Builder
			if clean := compareEvents(&out, document, changed); clean != (test.says == "") || !strings.Contains(out.String(), test.says) {
				t.Errorf("clean %t\n%s", clean, out.String())
			}
		})
	}
}
