package backend

import (
	"fmt"
	"log/slog"
	"time"
)

// UserCreateParams are the fields of a new [User]. Which are required is a setting
// of the instance. Printing them does not show the password and what else is
// secret.
type UserCreateParams struct {
	BackupCodes               []string   `json:"backup_codes,omitzero"` // plain or as bcrypt digests
	Banned                    Opt[bool]  `json:"banned,omitzero"`
	BypassClientTrust         Opt[bool]  `json:"bypass_client_trust,omitzero"` // no Device Trust checks at sign-in
	CreateOrganizationEnabled Opt[bool]  `json:"create_organization_enabled,omitzero"`
	CreateOrganizationsLimit  Opt[int64] `json:"create_organizations_limit,omitzero"` // 0 is no limit
	// CreatedAt is when the user signed up, if not now.
	CreatedAt         Opt[time.Time] `json:"created_at,omitzero"`
	DeleteSelfEnabled Opt[bool]      `json:"delete_self_enabled,omitzero"`
	// EmailAddress holds email addresses; the first becomes the primary one.
	EmailAddress []string `json:"email_address,omitzero"`
	// EmailAddressIdentificationStatus holds as many elements as EmailAddress.
	// Without it all are verified.
	EmailAddressIdentificationStatus []UserIdentificationStatus `json:"email_address_identification_status,omitzero"`
	ExternalID                       Opt[string]                `json:"external_id,omitzero"` // the ID in a system of yours, unique in the instance
	FirstName                        Opt[string]                `json:"first_name,omitzero"`
	LastName                         Opt[string]                `json:"last_name,omitzero"`
	LegalAcceptedAt                  Opt[time.Time]             `json:"legal_accepted_at,omitzero"`
	Locale                           Opt[string]                `json:"locale,omitzero"` // such as "en-US"
	Locked                           Opt[bool]                  `json:"locked,omitzero"`
	Password                         Opt[string]                `json:"password,omitzero"` // at least 8 characters
	PasswordDigest                   Opt[string]                `json:"password_digest,omitzero"`
	PasswordHasher                   PasswordHasher             `json:"password_hasher,omitzero"` // of PasswordDigest
	// PhoneNumber holds phone numbers; the first becomes the primary one.
	PhoneNumber []string `json:"phone_number,omitzero"`
	// PhoneNumberIdentificationStatus holds as many elements as PhoneNumber.
	// Without it all are verified.
	PhoneNumberIdentificationStatus []UserIdentificationStatus `json:"phone_number_identification_status,omitzero"`
	PrivateMetadata                 Metadata                   `json:"private_metadata,omitzero"`
	PublicMetadata                  Metadata                   `json:"public_metadata,omitzero"`
	SkipLegalChecks                 Opt[bool]                  `json:"skip_legal_checks,omitzero"`         // for migrations
	SkipPasswordChecks              Opt[bool]                  `json:"skip_password_checks,omitzero"`      // for migrations
	SkipPasswordRequirement         Opt[bool]                  `json:"skip_password_requirement,omitzero"` // a user without a password
	SkipUserRequirement             Opt[bool]                  `json:"skip_user_requirement,omitzero"`     // a user without a required identifier
	Timezone                        Opt[string]                `json:"timezone,omitzero"`                  // such as "Europe/London"; the specification lacks it
	TOTPSecret                      Opt[string]                `json:"totp_secret,omitzero"`               // 30 seconds, 6 digits, SHA-1
	UnsafeMetadata                  Metadata                   `json:"unsafe_metadata,omitzero"`
	Username                        Opt[string]                `json:"username,omitzero"`
	// Web3Wallet holds addresses; the first becomes the primary one.
	Web3Wallet []string `json:"web3_wallet,omitzero"`
}

// UserUpdateParams are the changes to a [User]: what is absent stays, what is null
// is cleared. Metadata is not among them. Printing them does not show the password
// and what else is secret.
type UserUpdateParams struct {
	BackupCodes                      []string       `json:"backup_codes,omitzero"`
	BypassClientTrust                Opt[bool]      `json:"bypass_client_trust,omitzero"` // no Device Trust checks at sign-in
	CreateOrganizationEnabled        Opt[bool]      `json:"create_organization_enabled,omitzero"`
	CreateOrganizationsLimit         Opt[int64]     `json:"create_organizations_limit,omitzero"` // 0 is no limit
	CreatedAt                        Opt[time.Time] `json:"created_at,omitzero"`
	DeleteSelfEnabled                Opt[bool]      `json:"delete_self_enabled,omitzero"`
	ExternalID                       Opt[string]    `json:"external_id,omitzero"` // the ID in a system of yours, unique in the instance
	FirstName                        Opt[string]    `json:"first_name,omitzero"`
	LastName                         Opt[string]    `json:"last_name,omitzero"`
	LegalAcceptedAt                  Opt[time.Time] `json:"legal_accepted_at,omitzero"`
	Locale                           Opt[string]    `json:"locale,omitzero"` // such as "en-US"
	NotifyPrimaryEmailAddressChanged Opt[bool]      `json:"notify_primary_email_address_changed,omitzero"`
	Password                         Opt[string]    `json:"password,omitzero"` // at least 8 characters
	PasswordDigest                   Opt[string]    `json:"password_digest,omitzero"`
	PasswordHasher                   PasswordHasher `json:"password_hasher,omitzero"`          // of PasswordDigest
	PrimaryEmailAddressID            Opt[string]    `json:"primary_email_address_id,omitzero"` // a verified one of the user
	PrimaryPhoneNumberID             Opt[string]    `json:"primary_phone_number_id,omitzero"`  // a verified one of the user
	PrimaryWeb3WalletID              Opt[string]    `json:"primary_web3_wallet_id,omitzero"`   // a verified one of the user
	ProfileImageID                   Opt[string]    `json:"profile_image_id,omitzero"`
	SignOutOfOtherSessions           Opt[bool]      `json:"sign_out_of_other_sessions,omitzero"` // with Password only
	SkipLegalChecks                  Opt[bool]      `json:"skip_legal_checks,omitzero"`
	SkipPasswordChecks               Opt[bool]      `json:"skip_password_checks,omitzero"` // with Password only
	Timezone                         Opt[string]    `json:"timezone,omitzero"`             // such as "Europe/London"; the specification lacks it
	TOTPSecret                       Opt[string]    `json:"totp_secret,omitzero"`
	Username                         Opt[string]    `json:"username,omitzero"`
}

// UserIdentificationStatus is how an identifier of a new [User] begins.
type UserIdentificationStatus string

// The values of [UserIdentificationStatus].
const (
	// UserIdentificationReserved is unverified, yet usable for sign-in and
	// closed to other users.
	UserIdentificationReserved UserIdentificationStatus = "reserved"
	// UserIdentificationUnverified is neither usable for sign-in nor closed to
	// other users. New users cannot begin with it.
	UserIdentificationUnverified UserIdentificationStatus = "unverified"
	UserIdentificationVerified   UserIdentificationStatus = "verified"
)

// PasswordHasher is the algorithm of a password digest. Clerk may add values.
type PasswordHasher string

// The values of [PasswordHasher]. What each expects of a digest is described at
// https://clerk.com/docs/reference/backend/user/create-user.
const (
	PasswordHasherArgon2i            PasswordHasher = "argon2i"
	PasswordHasherArgon2id           PasswordHasher = "argon2id"
	PasswordHasherAWSCognito         PasswordHasher = "awscognito"
	PasswordHasherBcrypt             PasswordHasher = "bcrypt"
	PasswordHasherBcryptSHA256Django PasswordHasher = "bcrypt_sha256_django"
	PasswordHasherLDAPSSHA           PasswordHasher = "ldap_ssha"
	PasswordHasherMD5                PasswordHasher = "md5"
	PasswordHasherMD5PHPass          PasswordHasher = "md5_phpass"
	PasswordHasherPBKDF2SHA1         PasswordHasher = "pbkdf2_sha1"
	PasswordHasherPBKDF2SHA256       PasswordHasher = "pbkdf2_sha256"
	PasswordHasherPBKDF2SHA256Django PasswordHasher = "pbkdf2_sha256_django"
	PasswordHasherPBKDF2SHA512       PasswordHasher = "pbkdf2_sha512"
	PasswordHasherPBKDF2SHA512Hex    PasswordHasher = "pbkdf2_sha512_hex"
	PasswordHasherPHPass             PasswordHasher = "phpass"
	PasswordHasherScryptFirebase     PasswordHasher = "scrypt_firebase"
	PasswordHasherScryptWerkzeug     PasswordHasher = "scrypt_werkzeug"
	PasswordHasherSHA256             PasswordHasher = "sha256"
	PasswordHasherSHA512Symfony      PasswordHasher = "sha512_symfony"
)

// Format prints the parameters without what is secret.
func (p UserCreateParams) Format(state fmt.State, verb rune) {
	type plain UserCreateParams
	hide(&p.Password, &p.PasswordDigest, &p.TOTPSecret)
	p.BackupCodes = hideAll(p.BackupCodes)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p UserCreateParams) LogValue() slog.Value { return logged(p) }

// Format prints the parameters without what is secret.
func (p UserUpdateParams) Format(state fmt.State, verb rune) {
	type plain UserUpdateParams
	hide(&p.Password, &p.PasswordDigest, &p.TOTPSecret)
	p.BackupCodes = hideAll(p.BackupCodes)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p UserUpdateParams) LogValue() slog.Value { return logged(p) }
