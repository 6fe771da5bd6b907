package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// WaitlistEntryService manages the people who wait to be let in. Reach it as
// [Client].WaitlistEntries.
//
// See https://clerk.com/docs/reference/backend/overview#waitlist-entries.
type WaitlistEntryService service

// WaitlistEntry is somebody who waits to be let in.
type WaitlistEntry struct {
	ID           string              `json:"id"`
	CreatedAt    Time                `json:"created_at"`
	EmailAddress string              `json:"email_address"`
	Invitation   *Invitation         `json:"invitation,omitzero"` // once invited
	IsLocked     bool                `json:"is_locked"`           // in a batch that Clerk works on
	Object       string              `json:"object"`              // "waitlist_entry"
	Status       WaitlistEntryStatus `json:"status"`
	UpdatedAt    Time                `json:"updated_at"`
}

// LogValue logs the entry without the URL of its invitation.
func (e WaitlistEntry) LogValue() slog.Value { return slog.StringValue(fmt.Sprintf("%+v", e)) }

// WaitlistEntryStatus is the state of a [WaitlistEntry]. Clerk may add values.
type WaitlistEntryStatus string

// The values of [WaitlistEntryStatus].
const (
	WaitlistEntryCompleted WaitlistEntryStatus = "completed" // signed up
	WaitlistEntryInvited   WaitlistEntryStatus = "invited"
	WaitlistEntryPending   WaitlistEntryStatus = "pending"
	WaitlistEntryRejected  WaitlistEntryStatus = "rejected"
)

// WaitlistEntryCreateParams are the fields of a new [WaitlistEntry].
type WaitlistEntryCreateParams struct {
	EmailAddress string    `json:"email_address"`   // required
	Notify       Opt[bool] `json:"notify,omitzero"` // send an email; true unless set
}

// WaitlistEntryInviteParams are the wishes for an invitation.
type WaitlistEntryInviteParams struct {
	IgnoreExisting Opt[bool] `json:"ignore_existing,omitzero"` // although the address is invited or taken
}

// WaitlistEntryListParams select and order entries.
type WaitlistEntryListParams struct {
	Limit   int                 `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int                 `query:"offset"`   // how many to skip
	OrderBy string              `query:"order_by"` // created_at, email_address or invited_at, with - in front for descending order
	Query   string              `query:"query"`    // part of an email address or ID
	Status  WaitlistEntryStatus `query:"status"`
}

// Create puts an address on the list, and returns the entry that it has if it is
// there already.
//
//clerk:op POST /waitlist_entries
func (s *WaitlistEntryService) Create(ctx context.Context, params WaitlistEntryCreateParams) (*WaitlistEntry, error) {
	return call[WaitlistEntry](ctx, s.client, post("/waitlist_entries", params))
}

// CreateBulk puts up to 50 different addresses on the list.
//
//clerk:op POST /waitlist_entries/bulk
func (s *WaitlistEntryService) CreateBulk(ctx context.Context, params []WaitlistEntryCreateParams) (*Page[WaitlistEntry], error) {
	return call[Page[WaitlistEntry]](ctx, s.client, post("/waitlist_entries/bulk", params))
}

// Delete deletes a pending entry.
//
//clerk:op DELETE /waitlist_entries/{waitlist_entry_id}
func (s *WaitlistEntryService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/waitlist_entries/{}", id))
}

// Invite lets somebody in, by an email.
//
//clerk:op POST /waitlist_entries/{waitlist_entry_id}/invite
func (s *WaitlistEntryService) Invite(ctx context.Context, id string, params WaitlistEntryInviteParams) (*WaitlistEntry, error) {
	return call[WaitlistEntry](ctx, s.client, post("/waitlist_entries/{}/invite", params, id))
}

// List returns one page of entries, the newest first unless params say otherwise.
//
//clerk:op GET /waitlist_entries
func (s *WaitlistEntryService) List(ctx context.Context, params WaitlistEntryListParams) (*Page[WaitlistEntry], error) {
	return call[Page[WaitlistEntry]](ctx, s.client, get("/waitlist_entries", params))
}

// All yields every entry that matches, fetching pages as it goes.
func (s *WaitlistEntryService) All(ctx context.Context, params WaitlistEntryListParams) iter.Seq2[*WaitlistEntry, error] {
	return pages[WaitlistEntry](ctx, s.client, get("/waitlist_entries", params))
}

// Reject turns somebody away.
//
//clerk:op POST /waitlist_entries/{waitlist_entry_id}/reject
func (s *WaitlistEntryService) Reject(ctx context.Context, id string) (*WaitlistEntry, error) {
	return call[WaitlistEntry](ctx, s.client, post("/waitlist_entries/{}/reject", nil, id))
}
