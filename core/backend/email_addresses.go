package backend

// EmailAddress is an email address of a user.
//
// See https://clerk.com/docs/reference/backend/types/backend-email-address.
type EmailAddress struct {
	ID                   string               `json:"id"`
	CreatedAt            Time                 `json:"created_at"`
	EmailAddress         string               `json:"email_address"`
	LinkedTo             []IdentificationLink `json:"linked_to"`
	MatchesSSOConnection bool                 `json:"matches_sso_connection"` // its domain has an active enterprise connection
	Object               string               `json:"object"`
	Reserved             bool                 `json:"reserved"` // usable for sign-in before it is verified
	UpdatedAt            Time                 `json:"updated_at"`
	Verification         *Verification        `json:"verification"`
}
