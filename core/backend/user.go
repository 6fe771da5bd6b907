package backend

import (
	"fmt"
	"log/slog"
	"strings"
)

// User is a user of the instance.
//
// See https://clerk.com/docs/reference/backend/types/backend-user.
type User struct {
	ID                        string                   `json:"id"`
	BackupCodeEnabled         bool                     `json:"backup_code_enabled"`
	Banned                    bool                     `json:"banned"`
	BypassClientTrust         bool                     `json:"bypass_client_trust"` // no Device Trust checks at sign-in
	CreateOrganizationEnabled bool                     `json:"create_organization_enabled"`
	CreateOrganizationsLimit  Opt[int64]               `json:"create_organizations_limit,omitzero"` // 0 is no limit
	CreatedAt                 Time                     `json:"created_at"`
	DeleteSelfEnabled         bool                     `json:"delete_self_enabled"`
	Deprovisioned             bool                     `json:"deprovisioned"` // by a directory; cannot sign in
	EmailAddresses            []EmailAddress           `json:"email_addresses"`
	EnterpriseAccounts        []EnterpriseAccount      `json:"enterprise_accounts"`
	ExternalAccounts          []ExternalAccount        `json:"external_accounts"`
	ExternalID                Opt[string]              `json:"external_id,omitzero"` // the ID in a system of yours
	FirstName                 Opt[string]              `json:"first_name,omitzero"`
	HasImage                  bool                     `json:"has_image"` // false if ImageURL is a generated picture
	ImageURL                  string                   `json:"image_url,omitzero"`
	LastActiveAt              Time                     `json:"last_active_at"` // to the day
	LastName                  Opt[string]              `json:"last_name,omitzero"`
	LastSignInAt              Time                     `json:"last_sign_in_at"`
	LegalAcceptedAt           Time                     `json:"legal_accepted_at"`
	Locale                    Opt[string]              `json:"locale,omitzero"` // such as "en-US"
	Locked                    bool                     `json:"locked"`
	LockoutExpiresInSeconds   Opt[int64]               `json:"lockout_expires_in_seconds,omitzero"` // null for a locked user: never
	MFADisabledAt             Time                     `json:"mfa_disabled_at"`                     // last time, even if it is on again
	MFAEnabledAt              Time                     `json:"mfa_enabled_at"`                      // last time, even if it is off again
	Object                    string                   `json:"object"`
	OrganizationMemberships   []OrganizationMembership `json:"organization_memberships,omitzero"`
	Passkeys                  []Passkey                `json:"passkeys"`
	PasswordEnabled           bool                     `json:"password_enabled"`
	PasswordLastUpdatedAt     Time                     `json:"password_last_updated_at,omitzero"`
	PhoneNumbers              []PhoneNumber            `json:"phone_numbers"`
	PrimaryEmailAddressID     Opt[string]              `json:"primary_email_address_id,omitzero"`
	PrimaryPhoneNumberID      Opt[string]              `json:"primary_phone_number_id,omitzero"`
	PrimaryWeb3WalletID       Opt[string]              `json:"primary_web3_wallet_id,omitzero"`
	PrivateMetadata           Metadata                 `json:"private_metadata,omitzero"` // for servers only
	// ProfileImageURL is the address of the picture.
	//
	// Deprecated: use ImageURL.
	ProfileImageURL               string                `json:"profile_image_url,omitzero"`
	PublicMetadata                Metadata              `json:"public_metadata"` // readable, not writable, in the browser
	SAMLAccounts                  []SAMLAccount         `json:"saml_accounts"`
	SCIM                          Opt[SCIMUserMetadata] `json:"scim,omitzero"` // in webhooks only
	TOTPEnabled                   bool                  `json:"totp_enabled"`
	TwoFactorEnabled              bool                  `json:"two_factor_enabled"`
	UnsafeMetadata                Metadata              `json:"unsafe_metadata,omitzero"` // writable in the browser
	UpdatedAt                     Time                  `json:"updated_at"`
	Username                      Opt[string]           `json:"username,omitzero"`
	VerificationAttemptsRemaining Opt[int64]            `json:"verification_attempts_remaining,omitzero"` // null if lockout is off
	Web3Wallets                   []Web3Wallet          `json:"web3_wallets"`
}

// SCIMUserMetadata links a user to the directory that provisions it.
type SCIMUserMetadata struct {
	DirectoryEnabled bool        `json:"directory_enabled"`
	DirectoryID      string      `json:"directory_id"`
	ExternalID       Opt[string] `json:"external_id,omitzero"` // the ID in the directory
}

// LogValue logs the user without the backup codes of phone numbers.
func (u User) LogValue() slog.Value { return slog.StringValue(fmt.Sprintf("%+v", u)) }

// FullName joins the first and last name. It is empty for a user without both.
func (u *User) FullName() string {
	return strings.TrimSpace(u.FirstName.Or("") + " " + u.LastName.Or(""))
}

// PrimaryEmailAddress returns the primary email address, or nil.
func (u *User) PrimaryEmailAddress() *EmailAddress {
	for i := range u.EmailAddresses {
		if is(u.PrimaryEmailAddressID, u.EmailAddresses[i].ID) {
			return &u.EmailAddresses[i]
		}
	}
	return nil
}

// PrimaryPhoneNumber returns the primary phone number, or nil.
func (u *User) PrimaryPhoneNumber() *PhoneNumber {
	for i := range u.PhoneNumbers {
		if is(u.PrimaryPhoneNumberID, u.PhoneNumbers[i].ID) {
			return &u.PhoneNumbers[i]
		}
	}
	return nil
}

// PrimaryWeb3Wallet returns the primary Web3 wallet, or nil.
func (u *User) PrimaryWeb3Wallet() *Web3Wallet {
	for i := range u.Web3Wallets {
		if is(u.PrimaryWeb3WalletID, u.Web3Wallets[i].ID) {
			return &u.Web3Wallets[i]
		}
	}
	return nil
}

func is(primary Opt[string], id string) bool {
	value, ok := primary.Get()
	return ok && value == id
}
