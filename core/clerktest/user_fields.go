package clerktest

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// An operation is a set of the operations whose body has a member.
type operation int

const (
	atCreate operation = 1 << iota // POST /users
	atUpdate                       // PATCH /users/{user_id}
	always   = atCreate | atUpdate
)

// A userField is a member of the bodies that write users. A nil set is one that
// Clerk has and the local Clerk has not.
type userField struct {
	in  operation
	set func(i *Instance, u *backend.User, value jsontext.Value) error
}

// userFields are the members that the specification lists, all of them, and one
// more: any other is unknown to Clerk too.
var userFields = map[string]userField{
	"backup_codes":                         {always, nil},
	"banned":                               {atCreate, into(func(u *backend.User) *bool { return &u.Banned })},
	"bypass_client_trust":                  {always, into(func(u *backend.User) *bool { return &u.BypassClientTrust })},
	"create_organization_enabled":          {always, into(func(u *backend.User) *bool { return &u.CreateOrganizationEnabled })},
	"create_organizations_limit":           {always, into(func(u *backend.User) *backend.Opt[int64] { return &u.CreateOrganizationsLimit })},
	"created_at":                           {always, intoTime(func(u *backend.User) *backend.Time { return &u.CreatedAt })},
	"delete_self_enabled":                  {always, into(func(u *backend.User) *bool { return &u.DeleteSelfEnabled })},
	"email_address":                        {atCreate, setEmailAddresses},
	"email_address_identification_status":  {atCreate, setAddressStatuses},
	"external_id":                          {always, into(func(u *backend.User) *backend.Opt[string] { return &u.ExternalID })},
	"first_name":                           {always, into(func(u *backend.User) *backend.Opt[string] { return &u.FirstName })},
	"last_name":                            {always, into(func(u *backend.User) *backend.Opt[string] { return &u.LastName })},
	"legal_accepted_at":                    {always, intoTime(func(u *backend.User) *backend.Time { return &u.LegalAcceptedAt })},
	"locale":                               {always, into(func(u *backend.User) *backend.Opt[string] { return &u.Locale })},
	"locked":                               {atCreate, into(func(u *backend.User) *bool { return &u.Locked })},
	"notify_primary_email_address_changed": {atUpdate, ignore}, // no mail is ever sent
	"password":                             {always, notePassword},
	"password_digest":                      {always, nil},
	"password_hasher":                      {always, nil},
	"phone_number":                         {atCreate, setPhoneNumbers},
	"phone_number_identification_status":   {atCreate, setPhoneStatuses},
	"primary_email_address_id":             {atUpdate, setPrimaryEmailAddress},
	"primary_phone_number_id":              {atUpdate, setPrimaryPhoneNumber},
	"primary_web3_wallet_id":               {atUpdate, nil},
	"private_metadata":                     {atCreate, into(func(u *backend.User) *backend.Metadata { return &u.PrivateMetadata })},
	"profile_image_id":                     {atUpdate, nil},
	"public_metadata":                      {atCreate, into(func(u *backend.User) *backend.Metadata { return &u.PublicMetadata })},
	"sign_out_of_other_sessions":           {atUpdate, ignore}, // see signsOut
	"skip_legal_checks":                    {always, ignore},   // these four relax checks
	"skip_password_checks":                 {always, ignore},   // that the local Clerk
	"skip_password_requirement":            {atCreate, ignore},
	"skip_user_requirement":                {atCreate, ignore}, // does not make
	"timezone":                             {always, nil},      // the JavaScript packages send it
	"totp_secret":                          {always, nil},
	"unsafe_metadata":                      {atCreate, into(func(u *backend.User) *backend.Metadata { return &u.UnsafeMetadata })},
	"username":                             {always, into(func(u *backend.User) *backend.Opt[string] { return &u.Username })},
	"web3_wallet":                          {atCreate, nil},
}

// setFields writes a body's members into a user, by name so that the same body
// always gets the same error.
func (i *Instance) setFields(r *http.Request, u *backend.User, members map[string]jsontext.Value, op operation) error {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		field, ok := userFields[name]
		switch {
		case !ok || field.in&op == 0:
			return errUnknownParam(name)
		case field.set == nil:
			return errUnsupported(r, name)
		}
		if err := field.set(i, u, members[name]); err != nil {
			return errInvalid(name, err.Error())
		}
	}
	return nil
}

// invalid says what is wrong with a member, after its name.
type invalid string

func (e invalid) Error() string { return string(e) }

const wrongType invalid = "has a wrong type"

// into reads a member into a field. For bool, null is no change.
func into[T any](field func(*backend.User) *T) func(*Instance, *backend.User, jsontext.Value) error {
	return func(_ *Instance, u *backend.User, value jsontext.Value) error {
		target := field(u)
		if _, plain := any(target).(*bool); plain && value.Kind() == 'n' {
			return nil
		}
		if _, object := any(target).(*backend.Metadata); object && value.Kind() != '{' {
			return wrongType
		}
		if json.Unmarshal(value, target) != nil {
			return wrongType
		}
		return nil
	}
}

// intoTime reads an RFC 3339 time; null is no change.
func intoTime(field func(*backend.User) *backend.Time) func(*Instance, *backend.User, jsontext.Value) error {
	return func(_ *Instance, u *backend.User, value jsontext.Value) error {
		if value.Kind() == 'n' {
			return nil
		}
		var t time.Time
		if json.Unmarshal(value, &t) != nil {
			return invalid("is not a time as in RFC 3339")
		}
		*field(u) = backend.NewTime(t)
		return nil
	}
}

func ignore(*Instance, *backend.User, jsontext.Value) error { return nil }

// notePassword notes that there is a password; readPassword keeps it.
func notePassword(i *Instance, u *backend.User, value jsontext.Value) error {
	var password backend.Opt[string]
	if json.Unmarshal(value, &password) != nil {
		return wrongType
	}
	if text, ok := password.Get(); ok {
		if len([]rune(text)) < 8 {
			return invalid("must be 8 characters or more")
		}
		u.PasswordEnabled = true
		u.PasswordLastUpdatedAt = backend.NewTime(i.now())
	}
	return nil
}

// readPassword keeps the password that a valid body has, as a digest.
func (u *user) readPassword(members map[string]jsontext.Value) (err error) {
	var password backend.Opt[string]
	if value, ok := members["password"]; ok {
		err = json.Unmarshal(value, &password)
	}
	if text, ok := password.Get(); ok && err == nil {
		u.password, err = hashPassword(text)
	}
	return err
}

// setPassword gives a user a password.
func (i *Instance) setPassword(u *user, password string) error {
	value, err := json.Marshal(password)
	if err != nil {
		return err
	}
	if err := notePassword(i, &u.User, value); err != nil {
		return errInvalid("password", err.Error())
	}
	return u.readPassword(map[string]jsontext.Value{"password": value})
}

// signsOut reports whether a body asks to end the user's sessions.
func signsOut(members map[string]jsontext.Value) (bool, error) {
	var answer backend.Opt[bool]
	if value, ok := members["sign_out_of_other_sessions"]; ok && json.Unmarshal(value, &answer) != nil {
		return false, errInvalid("sign_out_of_other_sessions", wrongType.Error())
	}
	return answer.Or(false), nil
}
