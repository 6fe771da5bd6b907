package webhook

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/clerkgo/clerk-go/core/backend"
)

// Email is the data of [EmailCreated]: an email that Clerk sends, or that an
// application is to send where DeliveredByClerk is false. It may hold a code or a link
// that signs somebody in, so printing an Email shows neither its text nor its subject.
type Email struct {
	ID               string              `json:"id"`
	Body             string              `json:"body,omitzero"` // HTML
	BodyPlain        backend.Opt[string] `json:"body_plain,omitzero"`
	Data             backend.Metadata    `json:"data"` // what the template was filled with
	DeliveredByClerk bool                `json:"delivered_by_clerk"`
	EmailAddressID   backend.Opt[string] `json:"email_address_id,omitzero"`
	FromEmailName    string              `json:"from_email_name"`
	Object           string              `json:"object"` // "email"
	ReplyToEmailName backend.Opt[string] `json:"reply_to_email_name,omitzero"`
	Slug             backend.Opt[string] `json:"slug"` // the template, such as "verification_code"
	Status           string              `json:"status,omitzero"`
	Subject          string              `json:"subject,omitzero"`
	ToEmailAddress   string              `json:"to_email_address,omitzero"`
	UserID           backend.Opt[string] `json:"user_id,omitzero"`
}

// Format prints which email it is, whatever the verb.
func (e Email) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, e.LogValue().String()) }

// LogValue logs which email it is.
func (e Email) LogValue() slog.Value {
	return slog.GroupValue(slog.String("ID", e.ID), slog.String("Slug", e.Slug.Or("")), slog.String("Status", e.Status))
}

// SMS is the data of [SMSCreated]: a text message that Clerk sends, or that an
// application is to send where DeliveredByClerk is false. It may hold a code that signs
// somebody in, so printing an SMS does not show its text.
type SMS struct {
	ID               string              `json:"id"`
	CreatedAt        backend.Time        `json:"created_at_ms"`
	Data             backend.Metadata    `json:"data"` // what the template was filled with
	DeliveredByClerk bool                `json:"delivered_by_clerk"`
	FromPhoneNumber  string              `json:"from_phone_number"`
	Message          string              `json:"message"`
	Object           string              `json:"object"` // "sms_message"
	PhoneNumberID    backend.Opt[string] `json:"phone_number_id,omitzero"`
	Slug             backend.Opt[string] `json:"slug,omitzero"` // the template
	Status           string              `json:"status"`
	ToPhoneNumber    string              `json:"to_phone_number"`
	UserID           backend.Opt[string] `json:"user_id,omitzero"`
}

// Format prints which message it is, whatever the verb.
func (s SMS) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.LogValue().String()) }

// LogValue logs which message it is.
func (s SMS) LogValue() slog.Value {
	return slog.GroupValue(slog.String("ID", s.ID), slog.String("Slug", s.Slug.Or("")), slog.String("Status", s.Status))
}
