package backend

// PhoneNumber is a phone number of a user.
//
// See https://clerk.com/docs/reference/backend/types/backend-phone-number.
type PhoneNumber struct {
	ID                      string               `json:"id"`
	BackupCodes             Opt[[]string]        `json:"backup_codes,omitzero"` // only when they were just made
	CreatedAt               Time                 `json:"created_at"`
	DefaultSecondFactor     bool                 `json:"default_second_factor"`
	LinkedTo                []IdentificationLink `json:"linked_to"`
	Object                  string               `json:"object"`
	PhoneNumber             string               `json:"phone_number"` // E.164
	Reserved                bool                 `json:"reserved"`     // usable for sign-in before it is verified
	ReservedForSecondFactor bool                 `json:"reserved_for_second_factor"`
	UpdatedAt               Time                 `json:"updated_at"`
	Verification            *Verification        `json:"verification"`
}
