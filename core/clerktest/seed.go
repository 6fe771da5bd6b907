package clerktest

import (
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A Seed is what an instance may begin with: users, organisations and what belongs to
// them. Read one from JSON by [ReadSeed], or write it in Go; [Instance.Load] puts it
// into an instance and [Instance.Save] takes it out again. The zero value is empty.
//
// IDs may be left out, and are kept where they are given. A seed holds no keys and no
// secrets. Of API keys, machines and clients it may have digests, by which secrets that
// are in use are good in another instance too.
//
// Members of the JSON that are absent have the defaults of the fields. Times are as in
// RFC 3339, such as "2026-01-02T15:04:05Z".
type Seed struct {
	APIKeys           []SeedAPIKey           `json:"api_keys,omitzero"`
	Clients           []SeedClient           `json:"clients,omitzero"`
	Invitations       []SeedInvitation       `json:"invitations,omitzero"`
	JWTTemplates      []SeedJWTTemplate      `json:"jwt_templates,omitzero"`
	Machines          []SeedMachine          `json:"machines,omitzero"`
	OAuthApplications []SeedOAuthApplication `json:"oauth_applications,omitzero"`
	Organizations     []SeedOrganization     `json:"organizations,omitzero"` // the first is [Instance.Organization]
	Permissions       []SeedPermission       `json:"permissions,omitzero"`
	Roles             []SeedRole             `json:"roles,omitzero"`
	Sessions          []SeedSession          `json:"sessions,omitzero"`
	Users             []SeedUser             `json:"users,omitzero"`
}

// A SeedUser is a user of a [Seed]. Its members are those of the body of POST /users,
// https://clerk.com/docs/reference/backend-api, and more.
type SeedUser struct {
	ID string `json:"id,omitzero"` // default a new "user_…"

	Banned                    bool               `json:"banned,omitzero"`
	BypassClientTrust         bool               `json:"bypass_client_trust,omitzero"`
	CreateOrganizationEnabled backend.Opt[bool]  `json:"create_organization_enabled,omitzero"` // default true
	CreateOrganizationsLimit  backend.Opt[int64] `json:"create_organizations_limit,omitzero"`
	CreatedAt                 time.Time          `json:"created_at,omitzero"`          // default now
	DeleteSelfEnabled         backend.Opt[bool]  `json:"delete_self_enabled,omitzero"` // default true
	EmailAddresses            []SeedIdentifier   `json:"email_address,omitzero"`       // the first is the primary
	ExternalID                string             `json:"external_id,omitzero"`
	FirstName                 string             `json:"first_name,omitzero"`
	LastActiveAt              time.Time          `json:"last_active_at,omitzero"`
	LastName                  string             `json:"last_name,omitzero"`
	LastSignInAt              time.Time          `json:"last_sign_in_at,omitzero"`
	LegalAcceptedAt           time.Time          `json:"legal_accepted_at,omitzero"`
	Locale                    string             `json:"locale,omitzero"`
	Locked                    bool               `json:"locked,omitzero"`
	Memberships               []SeedMembership   `json:"memberships,omitzero"`
	Password                  string             `json:"password,omitzero"`        // at least 8 characters
	PasswordDigest            string             `json:"password_digest,omitzero"` // in place of the password
	PasswordHasher            string             `json:"password_hasher,omitzero"` // of the digest: "pbkdf2_sha256"
	PhoneNumbers              []SeedIdentifier   `json:"phone_number,omitzero"`    // the first is the primary
	PrivateMetadata           backend.Metadata   `json:"private_metadata,omitzero"`
	PublicMetadata            backend.Metadata   `json:"public_metadata,omitzero"`
	UnsafeMetadata            backend.Metadata   `json:"unsafe_metadata,omitzero"`
	UpdatedAt                 time.Time          `json:"updated_at,omitzero"` // default CreatedAt
	Username                  string             `json:"username,omitzero"`
}

// A SeedIdentifier is an email address or a phone number of a [SeedUser]. In JSON it
// is the address or number, or an object if there is more to say of it.
type SeedIdentifier struct {
	ID     string `json:"id,omitzero"`     // default a new "idn_…"
	Status string `json:"status,omitzero"` // "verified", the default, "reserved" or "unverified"
	Value  string `json:"value"`           // such as "ada@example.com" or "+15555550100"
}

// UnmarshalJSONFrom decodes a string or an object.
func (s *SeedIdentifier) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	*s = SeedIdentifier{}
	if decoder.PeekKind() == '"' {
		return json.UnmarshalDecode(decoder, &s.Value)
	}
	type plain SeedIdentifier
	return json.UnmarshalDecode(decoder, (*plain)(s))
}

// A SeedMembership is the place of a [SeedUser] in an organisation.
type SeedMembership struct {
	ID string `json:"id,omitzero"` // default a new "orgmem_…"

	CreatedAt       time.Time        `json:"created_at,omitzero"`  // default now
	Organization    string           `json:"organization"`         // an ID or a slug, of the seed or the instance
	Permissions     []string         `json:"permissions,omitzero"` // in tokens, in place of the role's
	PrivateMetadata backend.Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  backend.Metadata `json:"public_metadata,omitzero"`
	Role            string           `json:"role,omitzero"` // such as "org:admin" or "admin"; default "org:member"
	UpdatedAt       time.Time        `json:"updated_at,omitzero"`
}

// A SeedOrganization is an organisation of a [Seed].
type SeedOrganization struct {
	ID string `json:"id,omitzero"` // default a new "org_…"

	AdminDeleteEnabled    backend.Opt[bool]            `json:"admin_delete_enabled,omitzero"` // default true
	CreatedAt             time.Time                    `json:"created_at,omitzero"`           // default now
	CreatedBy             string                       `json:"created_by,omitzero"`           // ID or email address of a user
	Domains               []SeedDomain                 `json:"domains,omitzero"`
	Invitations           []SeedOrganizationInvitation `json:"invitations,omitzero"`
	MaxAllowedMemberships int64                        `json:"max_allowed_memberships,omitzero"`
	Name                  string                       `json:"name"`
	PrivateMetadata       backend.Metadata             `json:"private_metadata,omitzero"`
	PublicMetadata        backend.Metadata             `json:"public_metadata,omitzero"`
	Slug                  string                       `json:"slug,omitzero"` // default made of the name
	UpdatedAt             time.Time                    `json:"updated_at,omitzero"`
}

// A SeedDomain is a domain of a [SeedOrganization].
type SeedDomain struct {
	ID string `json:"id,omitzero"` // default a new "orgdmn_…"

	CreatedAt           time.Time         `json:"created_at,omitzero"`      // default now
	EnrollmentMode      string            `json:"enrollment_mode,omitzero"` // default "manual_invitation"
	Name                string            `json:"name"`                     // such as "example.com"
	OwnershipVerifiedAt time.Time         `json:"ownership_verified_at,omitzero"`
	UpdatedAt           time.Time         `json:"updated_at,omitzero"`
	Verified            backend.Opt[bool] `json:"verified,omitzero"` // default true
}

// A SeedInvitation is an invitation of a [Seed] to sign up.
type SeedInvitation struct {
	ID string `json:"id,omitzero"` // default a new "inv_…"

	CreatedAt      time.Time        `json:"created_at,omitzero"` // default now
	EmailAddress   string           `json:"email_address"`
	ExpiresAt      time.Time        `json:"expires_at,omitzero"` // default 30 days after CreatedAt
	PublicMetadata backend.Metadata `json:"public_metadata,omitzero"`
	Status         string           `json:"status,omitzero"` // "pending", the default, "accepted", "expired" or "revoked"
	UpdatedAt      time.Time        `json:"updated_at,omitzero"`
}

// A SeedOrganizationInvitation is an invitation to a [SeedOrganization].
type SeedOrganizationInvitation struct {
	ID string `json:"id,omitzero"` // default a new "orginv_…"

	CreatedAt       time.Time        `json:"created_at,omitzero"` // default now
	EmailAddress    string           `json:"email_address"`
	ExpiresAt       time.Time        `json:"expires_at,omitzero"` // default 30 days after CreatedAt
	Inviter         string           `json:"inviter,omitzero"`    // ID or email address of a user
	PrivateMetadata backend.Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  backend.Metadata `json:"public_metadata,omitzero"`
	Role            string           `json:"role,omitzero"`   // as of a [SeedMembership]
	Status          string           `json:"status,omitzero"` // as of a [SeedInvitation]
	UpdatedAt       time.Time        `json:"updated_at,omitzero"`
}

// A SeedPermission is a permission that roles of a [Seed] may have.
type SeedPermission struct {
	ID string `json:"id,omitzero"` // default a new "perm_…"

	CreatedAt   time.Time `json:"created_at,omitzero"` // default now
	Description string    `json:"description,omitzero"`
	Key         string    `json:"key"`           // such as "org:invoices:create"
	Name        string    `json:"name,omitzero"` // default the key
	UpdatedAt   time.Time `json:"updated_at,omitzero"`
}

// A SeedRole is a role of a [Seed]. One with the key of a role that the instance has,
// such as "org:admin", takes its place.
type SeedRole struct {
	ID string `json:"id,omitzero"` // default a new "role_…"

	CreatedAt         time.Time `json:"created_at,omitzero"` // default now
	Description       string    `json:"description,omitzero"`
	IsCreatorEligible bool      `json:"is_creator_eligible,omitzero"`
	Key               string    `json:"key"`                  // such as "org:billing"
	Name              string    `json:"name,omitzero"`        // default the key
	Permissions       []string  `json:"permissions,omitzero"` // keys, of the seed or the instance
	UpdatedAt         time.Time `json:"updated_at,omitzero"`
}

// A SeedJWTTemplate is a JWT template of a [Seed].
type SeedJWTTemplate struct {
	ID string `json:"id,omitzero"` // default a new "jtmp_…"

	AllowedClockSkew backend.Opt[int64] `json:"allowed_clock_skew,omitzero"` // seconds, default 5
	Claims           backend.Metadata   `json:"claims"`
	CreatedAt        time.Time          `json:"created_at,omitzero"` // default now
	Lifetime         int64              `json:"lifetime,omitzero"`   // seconds, default 60
	Name             string             `json:"name"`
	UpdatedAt        time.Time          `json:"updated_at,omitzero"`
}

// A SeedOAuthApplication is an OAuth application of a [Seed]. Its client secret is a new
// one.
type SeedOAuthApplication struct {
	ID string `json:"id,omitzero"` // default a new "oa_…"

	ClientID             string            `json:"client_id,omitzero"`              // default a new one
	ConsentScreenEnabled backend.Opt[bool] `json:"consent_screen_enabled,omitzero"` // default true
	CreatedAt            time.Time         `json:"created_at,omitzero"`             // default now
	Name                 string            `json:"name"`
	PKCERequired         bool              `json:"pkce_required,omitzero"`
	Public               bool              `json:"public,omitzero"`
	RedirectURIs         []string          `json:"redirect_uris,omitzero"`
	Scopes               string            `json:"scopes,omitzero"` // default "profile email"
	UpdatedAt            time.Time         `json:"updated_at,omitzero"`
}

// A SeedMachine is a machine of a [Seed].
type SeedMachine struct {
	ID string `json:"id,omitzero"` // default a new "mch_…"

	CreatedAt       time.Time `json:"created_at,omitzero"`        // default now
	DefaultTokenTTL int64     `json:"default_token_ttl,omitzero"` // seconds, default 3600
	Name            string    `json:"name"`
	Scopes          []string  `json:"scopes,omitzero"`        // IDs or names of the machines that it may reach
	SecretDigest    string    `json:"secret_digest,omitzero"` // as of a [SeedAPIKey], of the secret key
	UpdatedAt       time.Time `json:"updated_at,omitzero"`
}

// A SeedAPIKey is an API key of a [Seed].
type SeedAPIKey struct {
	ID string `json:"id,omitzero"` // default a new "ak_…"

	Claims           backend.Metadata `json:"claims,omitzero"`
	CreatedAt        time.Time        `json:"created_at,omitzero"` // default now
	CreatedBy        string           `json:"created_by,omitzero"` // ID or email address of a user
	Description      string           `json:"description,omitzero"`
	Expiration       time.Time        `json:"expiration,omitzero"` // default never
	LastUsedAt       time.Time        `json:"last_used_at,omitzero"`
	Name             string           `json:"name"`
	RevocationReason string           `json:"revocation_reason,omitzero"`
	Revoked          bool             `json:"revoked,omitzero"`
	Scopes           []string         `json:"scopes,omitzero"`
	SecretDigest     string           `json:"secret_digest,omitzero"` // SHA-256 in hexadecimal; default that of a new secret, which the Backend API tells
	Subject          string           `json:"subject"`                // ID or email address of a user, ID or slug of an organisation, ID of a machine
	Type             string           `json:"type,omitzero"`
	UpdatedAt        time.Time        `json:"updated_at,omitzero"`
}

// A SeedClient is a browser that somebody is signed in on: by the sessions of the [Seed]
// that are active and have its ID as ClientID.
type SeedClient struct {
	ID string `json:"id"`

	CreatedAt                  time.Time `json:"created_at,omitzero"` // default now
	LastAuthenticationStrategy string    `json:"last_authentication_strategy,omitzero"`
	TokenDigest                string    `json:"token_digest"`        // SHA-256 in hexadecimal of the cookie __clerk_db_jwt
	UpdatedAt                  time.Time `json:"updated_at,omitzero"` // when somebody signed in or out
}

// A SeedSession is a session of a user of a [Seed]. Without a [SeedClient] no browser is
// in it, so nobody is signed in by it; its tokens are those of [Instance.Token].
type SeedSession struct {
	ID string `json:"id,omitzero"` // default a new "sess_…"

	AbandonAt    time.Time        `json:"abandon_at,omitzero"` // default 30 days from now
	Actor        backend.Metadata `json:"actor,omitzero"`      // who acts as the user
	ClientID     string           `json:"client_id,omitzero"`  // default a new "client_…"
	CreatedAt    time.Time        `json:"created_at,omitzero"` // default now
	ExpireAt     time.Time        `json:"expire_at,omitzero"`  // default 7 days from now
	LastActiveAt time.Time        `json:"last_active_at,omitzero"`
	Organization string           `json:"organization,omitzero"` // the active one, by ID or slug
	Status       string           `json:"status,omitzero"`       // default "active"
	UpdatedAt    time.Time        `json:"updated_at,omitzero"`
	User         string           `json:"user"` // ID or email address
}
