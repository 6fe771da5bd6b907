package clerktest

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A person is a user as pages show them.
type person struct {
	Detail       string // address, or what else they sign in with
	Hue          uint32
	ID           string
	Initials     string
	LastSignInAt backend.Time
	Locked       string // why they cannot sign in
	Name         string
	Roles        []string // as "organisation, role"
}

// maxRoles is how many organisations of a user a list names.
const maxRoles = 3

// personOf is a user for a page. The caller holds mu.
func (i *Instance) personOf(u *user) person {
	identifier := identifierOf(&u.User)
	p := person{Hue: hue(u.ID), ID: u.ID, LastSignInAt: u.LastSignInAt, Name: strings.TrimSpace(u.FirstName.Or("") + " " + u.LastName.Or(""))}
	if p.Name == "" {
		p.Name = cmp.Or(u.Username.Or(""), identifier)
	}
	if p.Name != identifier {
		p.Detail = identifier
	}
	p.Initials = initials(p.Name)
	switch {
	case u.Banned:
		p.Locked = "banned"
	case u.Locked:
		p.Locked = "locked"
	}
	for k, m := range i.userMemberships[u.ID] {
		if k == maxRoles {
			p.Roles = append(p.Roles, "…")
			break
		}
		p.Roles = append(p.Roles, m.organization.Name+", "+i.roleName(m.role))
	}
	return p
}

// A choice is an organisation as pages show it, or none.
type choice struct {
	Active   bool
	Detail   string
	Hue      uint32
	ID       string // "" for none
	Initials string
	Members  int
	Name     string
	Slug     string
}

func (i *Instance) choiceOf(o *backend.Organization) choice {
	return choice{Hue: hue(o.ID), ID: o.ID, Initials: initials(o.Name), Members: len(i.members[o.ID]), Name: o.Name, Slug: o.Slug}
}

// hue picks one of the colours of the style sheet.
func hue(id string) uint32 {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(id))
	return hash.Sum32() % 6
}

// initials are the first letters of the first word and the last.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	if len(words) == 0 {
		return "?"
	}
	first := []rune(words[0])[:1]
	if last := words[len(words)-1]; len(words) > 1 && !strings.Contains(name, "@") {
		first = append(first, []rune(last)[0])
	}
	return strings.ToUpper(string(first))
}

// parts cuts an address where a narrow page may break it: before the marks of its
// local part and before its domain.
func parts(address string) []string {
	var cut []string
	start := 0
	for k := range strings.LastIndexByte(address, '@') + 1 {
		if k > start && strings.IndexByte("+.@", address[k]) >= 0 {
			cut, start = append(cut, address[start:k]), k
		}
	}
	return append(cut, address[start:])
}

// matching returns the users of whom a name, an address or the ID has a text in it,
// and all for "". The caller holds mu.
func (i *Instance) matching(text string) []*user {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return i.users
	}
	return slices.DeleteFunc(slices.Clone(i.users), func(u *user) bool {
		known := []string{u.ID, u.Username.Or(""), u.FirstName.Or("") + " " + u.LastName.Or("")}
		for _, e := range u.EmailAddresses {
			known = append(known, e.EmailAddress)
		}
		return !slices.ContainsFunc(known, func(k string) bool { return strings.Contains(strings.ToLower(k), text) })
	})
}
