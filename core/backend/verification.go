package backend

// Verification says how, and whether, an identifier or account was proved to
// belong to its user. One struct serves every kind; Object and Strategy tell
// which it is.
type Verification struct {
	Attempts                        Opt[int64]         `json:"attempts,omitzero"`
	Channel                         Opt[string]        `json:"channel,omitzero"` // how a phone code was sent
	Error                           Opt[ErrorDetail]   `json:"error,omitzero"`   // of an OAuth or SAML verification that failed
	ExpireAt                        Time               `json:"expire_at"`
	ExternalVerificationRedirectURL Opt[string]        `json:"external_verification_redirect_url,omitzero"`
	Message                         Opt[string]        `json:"message,omitzero"` // what a wallet or passkey signs
	Nonce                           Opt[string]        `json:"nonce,omitzero"`
	Object                          string             `json:"object,omitzero"` // such as "verification_otp"
	Status                          VerificationStatus `json:"status"`
	Strategy                        string             `json:"strategy"` // such as "email_code" or "oauth_google"
	VerifiedAtClient                Opt[string]        `json:"verified_at_client,omitzero"`
}

// VerificationStatus is where a [Verification] stands. Clerk may add values.
type VerificationStatus string

// The values of [VerificationStatus].
const (
	VerificationExpired      VerificationStatus = "expired"
	VerificationFailed       VerificationStatus = "failed"
	VerificationTransferable VerificationStatus = "transferable"
	VerificationUnverified   VerificationStatus = "unverified"
	VerificationVerified     VerificationStatus = "verified"
)

// IdentificationLink names an account that an identifier came from.
type IdentificationLink struct {
	ID   string `json:"id"`
	Type string `json:"type"` // such as "oauth_google" or "saml"
}
