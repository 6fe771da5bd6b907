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
// secrets of keys and machines: those are new in each instance.
//
// Members of the JSON that are absent have the defaults of the fields. Times are as in
// RFC 3339, such as "2026-01-02T15:04:05Z".
type Seed struct {
	APIKeys       []SeedAPIKey       `json:"api_keys,omitzero"`
	Machines      []SeedMachine      `json:"machines,omitzero"`
	Organizations []SeedOrganization `json:"organizations,omitzero"` // the first is [Instance.Organization]
	Permissions   []SeedPermission   `json:"permissions,omitzero"`
	Roles         []SeedRole         `json:"roles,omitzero"`
	Sessions      []SeedSession      `json:"sessions,omitzero"`
	Users         []SeedUser         `json:"users,omitzero"`
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

	AdminDeleteEnabled    backend.Opt[bool] `json:"admin_delete_enabled,omitzero"` // default true
	CreatedAt             time.Time         `json:"created_at,omitzero"`           // default now
	CreatedBy             string            `json:"created_by,omitzero"`           // the ID of a user
	MaxAllowedMemberships int64             `json:"max_allowed_memberships,omitzero"`
	Name                  string            `json:"name"`
	PrivateMetadata       backend.Metadata  `json:"private_metadata,omitzero"`
	PublicMetadata        backend.Metadata  `json:"public_metadata,omitzero"`
	Slug                  string            `json:"slug,omitzero"` // default made of the name
	UpdatedAt             time.Time         `json:"updated_at,omitzero"`
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

// A SeedMachine is a machine of a [Seed]. Its secret key is a new one.
type SeedMachine struct {
	ID string `json:"id,omitzero"` // default a new "mch_…"

	CreatedAt       time.Time `json:"created_at,omitzero"`        // default now
	DefaultTokenTTL int64     `json:"default_token_ttl,omitzero"` // seconds, default 3600
	Name            string    `json:"name"`
	Scopes          []string  `json:"scopes,omitzero"` // IDs or names of the machines that it may reach
	UpdatedAt       time.Time `json:"updated_at,omitzero"`
}

// A SeedAPIKey is an API key of a [Seed]. Its secret is a new one, which the Backend
// API tells.
type SeedAPIKey struct {
	ID string `json:"id,omitzero"` // default a new "ak_…"

	Claims           backend.Metadata `json:"claims,omitzero"`
	CreatedAt        time.Time        `json:"created_at,omitzero"` // default now
	CreatedBy        string           `json:"created_by,omitzero"` // the ID of a user
	Description      string           `json:"description,omitzero"`
	Expiration       time.Time        `json:"expiration,omitzero"` // default never
	LastUsedAt       time.Time        `json:"last_used_at,omitzero"`
	Name             string           `json:"name"`
	RevocationReason string           `json:"revocation_reason,omitzero"`
	Revoked          bool             `json:"revoked,omitzero"`
	Scopes           []string         `json:"scopes,omitzero"`
	Subject          string           `json:"subject"` // ID or email address of a user, ID or slug of an organisation, ID of a machine
	Type             string           `json:"type,omitzero"`
	UpdatedAt        time.Time        `json:"updated_at,omitzero"`
}

// A SeedSession is a session of a user of a [Seed]. No browser is in it, so nobody is
// signed in by it; its tokens are those of [Instance.Token].
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
