package backend

import (
	"fmt"
	"log/slog"
)

// IdentifierVerification is a code on its way to an email address or a phone
// number.
type IdentifierVerification struct {
	ID       string             `json:"id,omitzero"` // what the attempt has to name
	Attempts Opt[int64]         `json:"attempts,omitzero"`
	Channel  Opt[string]        `json:"channel,omitzero"` // how the code was sent to a phone
	ExpireAt Time               `json:"expire_at,omitzero"`
	Object   string             `json:"object,omitzero"` // "verification_otp"
	Status   VerificationStatus `json:"status,omitzero"`
	Strategy string             `json:"strategy,omitzero"` // "email_code" or "phone_code"
}

// IdentifierVerificationAttemptParams are the code that was sent.
type IdentifierVerificationAttemptParams struct {
	Code           string `json:"code"`            // required
	VerificationID string `json:"verification_id"` // required
}

// Format prints the parameters without the code.
func (p IdentifierVerificationAttemptParams) Format(state fmt.State, verb rune) {
	type plain IdentifierVerificationAttemptParams
	hideText(&p.Code)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p IdentifierVerificationAttemptParams) LogValue() slog.Value { return logged(p) }
