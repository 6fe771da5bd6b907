package backend

import "context"

// EmailService sends emails of your own to users and addresses. The specification
// lacks it; the JavaScript packages have it. Reach it as [Client].Emails.
type EmailService service

// Email is an email that was sent, or is on its way.
type Email struct {
	ID                string      `json:"id"`
	Body              string      `json:"body,omitzero"` // HTML
	BodyPlain         Opt[string] `json:"body_plain,omitzero"`
	Data              Metadata    `json:"data,omitzero"`
	DeliveredByClerk  bool        `json:"delivered_by_clerk"` // false where you deliver it, told by a webhook
	EmailAddressID    Opt[string] `json:"email_address_id,omitzero"`
	FromEmailName     string      `json:"from_email_name"` // what stands before the @
	Object            string      `json:"object"`          // "email"
	Slug              Opt[string] `json:"slug,omitzero"`   // of the template
	Status            string      `json:"status,omitzero"` // such as "queued"
	Subject           string      `json:"subject,omitzero"`
	SuppressionReason Opt[string] `json:"suppression_reason,omitzero"` // why it was not sent
	ToEmailAddress    string      `json:"to_email_address,omitzero"`
	UserID            Opt[string] `json:"user_id,omitzero"`
}

// EmailCreateParams are the fields of a new [Email]. HTML, Text or both are
// required.
type EmailCreateParams struct {
	Attachments []EmailAttachment `json:"attachments,omitzero"`
	BCC         []EmailMailbox    `json:"bcc,omitzero"`
	CC          []EmailMailbox    `json:"cc,omitzero"`
	From        EmailMailbox      `json:"from"` // required
	Headers     []EmailHeader     `json:"headers,omitzero"`
	HTML        Opt[string]       `json:"html,omitzero"`
	// IdempotencyKey makes repeating the call harmless: letters, digits, _ and -,
	// 255 of them at most. [EmailService.Create] sends it as a header.
	IdempotencyKey Opt[string]    `json:"idempotency_key,omitzero"`
	ReplyTo        []EmailMailbox `json:"reply_to,omitzero"`
	Subject        string         `json:"subject"` // required
	Text           Opt[string]    `json:"text,omitzero"`
	To             EmailRecipient `json:"to"` // required
}

// EmailRecipient is who gets an email: an address, or the primary address of a
// user. One of the two is required.
type EmailRecipient struct {
	Address Opt[string] `json:"address,omitzero"`
	UserID  Opt[string] `json:"user_id,omitzero"`
}

// EmailMailbox is an address and the name shown with it.
type EmailMailbox struct {
	Address string      `json:"address"` // required
	Name    Opt[string] `json:"name,omitzero"`
}

// EmailHeader is one more header field of an email.
type EmailHeader struct {
	Name  string `json:"name"`  // required
	Value string `json:"value"` // required
}

// EmailAttachment is a file that goes with an email.
type EmailAttachment struct {
	Content  []byte `json:"content"`  // required; sent as base64
	Filename string `json:"filename"` // required
}

// EmailResult is what became of one email of [EmailService.CreateBatch]: Email is
// set if Clerk took it, else Errors.
type EmailResult struct {
	Email             *Email        `json:"email,omitzero"`
	Errors            []ErrorDetail `json:"errors,omitzero"`
	Index             int64         `json:"index"`                        // in the parameters, from 0
	RetryAfterSeconds Opt[int64]    `json:"retry_after_seconds,omitzero"` // with status 429
	StatusCode        int64         `json:"status_code"`
}

// emailBatch is the body of several emails.
type emailBatch struct {
	Messages []EmailCreateParams `json:"messages"`
}

// Create sends an email. The specification lacks this operation.
//
//clerk:op POST /email
func (s *EmailService) Create(ctx context.Context, params EmailCreateParams) (*Email, error) {
	key := params.IdempotencyKey
	params.IdempotencyKey = Opt[string]{}
	return call[Email](ctx, s.client, post("/email", params).withIdempotencyKey(key))
}

// CreateBatch sends several emails. Some may fail while others are sent: look at
// each result. The specification lacks this operation.
//
//clerk:op POST /email/batch
func (s *EmailService) CreateBatch(ctx context.Context, params []EmailCreateParams) ([]EmailResult, error) {
	results, err := call[[]EmailResult](ctx, s.client, post("/email/batch", emailBatch{params}))
	if err != nil {
		return nil, err
	}
	return *results, nil
}

// Get returns the email that has an ID. The specification lacks this operation.
//
//clerk:op GET /email/{email_id}
func (s *EmailService) Get(ctx context.Context, id string) (*Email, error) {
	return call[Email](ctx, s.client, get("/email/{}", nil, id))
}
