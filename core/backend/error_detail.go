package backend

import (
	"bytes"

	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/go-json-experiment/json/jsontext"
)

// ErrorDetail is one thing that Clerk found wrong with a request.
type ErrorDetail struct {
	Code        string    `json:"code"`         // stable, such as "form_identifier_exists"
	Message     string    `json:"message"`      // short, for developers
	LongMessage string    `json:"long_message"` // a sentence, fit to show to a user
	Meta        ErrorMeta `json:"meta,omitzero"`
}

// String is the code and the most telling message.
func (d ErrorDetail) String() string {
	message := d.LongMessage
	if message == "" {
		message = d.Message
	}
	switch {
	case message == "":
		return clip(d.Code)
	case d.Code == "":
		return clip(message)
	}
	return clip(d.Code) + ": " + clip(message)
}

// ErrorMeta is what an [ErrorDetail] adds. Which members are set depends on its
// code. Raw holds them all, and those without a field.
type ErrorMeta struct {
	Description           string
	EmailAddresses        []string
	Identifiers           []string
	IsPlanUpgradePossible bool
	Kind                  string
	LinkText              string
	LinkURL               string
	ParamName             string // the parameter at fault
	Plan                  *ErrorPlan
	Raw                   Metadata
	SeatsQuantity         int
	SeatsQuantityToAdd    int
	SessionID             string
	Title                 string
	TraceID               string
	Zxcvbn                *ErrorZxcvbn
}

// ErrorPlan is the plan that allows what was refused.
type ErrorPlan struct {
	ID                           string `json:"id"`
	AmountFormatted              string `json:"amount_formatted"`
	AnnualMonthlyAmountFormatted string `json:"annual_monthly_amount_formatted"`
	CurrencySymbol               string `json:"currency_symbol"`
	Name                         string `json:"name"`
}

// ErrorZxcvbn says how a password could be stronger.
type ErrorZxcvbn struct {
	Suggestions []ErrorSuggestion `json:"suggestions"`
}

// ErrorSuggestion is one piece of advice of [ErrorZxcvbn].
type ErrorSuggestion struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// IsZero reports whether Clerk sent no meta.
func (m ErrorMeta) IsZero() bool { return m.Raw.IsZero() }

// MarshalJSON returns the meta as Clerk sent it.
func (m ErrorMeta) MarshalJSON() ([]byte, error) { return m.Raw.MarshalJSON() }

// UnmarshalJSON reads the members it knows. One of another type than expected is
// left to Raw: an odd meta must not hide the error it belongs to.
func (m *ErrorMeta) UnmarshalJSON(data []byte) error {
	*m = ErrorMeta{}
	if err := m.Raw.UnmarshalJSON(data); err != nil {
		return err
	}
	var members map[string]jsontext.Value
	if rest.Decode(data, &members) != nil {
		return nil
	}
	for name, field := range map[string]any{
		"description":              &m.Description,
		"email_addresses":          &m.EmailAddresses,
		"identifiers":              &m.Identifiers,
		"is_plan_upgrade_possible": &m.IsPlanUpgradePossible,
		"kind":                     &m.Kind,
		"link_text":                &m.LinkText,
		"link_url":                 &m.LinkURL,
		"param_name":               &m.ParamName,
		"plan":                     &m.Plan,
		"seats_quantity":           &m.SeatsQuantity,
		"seats_quantity_to_add":    &m.SeatsQuantityToAdd,
		"session_id":               &m.SessionID,
		"title":                    &m.Title,
		"trace_id":                 &m.TraceID,
		"zxcvbn":                   &m.Zxcvbn,
	} {
		if value, ok := members[name]; ok {
			_ = rest.Decode(value, field)
		}
	}
	return nil
}

// parseErrors reads the body of an error: {errors: […], clerk_trace_id}. What does
// not have that form is passed over.
func parseErrors(body []byte) (details []ErrorDetail, traceID string) {
	var envelope map[string]jsontext.Value
	if rest.Decode(body, &envelope) != nil {
		return nil, ""
	}
	_ = rest.Decode(envelope["clerk_trace_id"], &traceID)
	var elements []jsontext.Value
	_ = rest.Decode(envelope["errors"], &elements)
	for _, element := range elements {
		var detail ErrorDetail
		if rest.Decode(element, &detail) == nil && element.Kind() == '{' {
			details = append(details, detail)
		}
	}
	return details, traceID
}

// redactKey removes the key from what is shown, should the answer echo it.
func redactKey(body []byte, key string) []byte {
	if key == "" {
		return body
	}
	return bytes.ReplaceAll(body, []byte(key), []byte("[redacted]"))
}
