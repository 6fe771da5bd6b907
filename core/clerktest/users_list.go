package clerktest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A userFilter reports whether a user matches a query parameter.
type userFilter func(u *backend.User, values []string) bool

// userFilters are the filters of GET /users and /users/count. A user must match
// all that are given.
var userFilters = map[string]userFilter{
	"banned": func(u *backend.User, values []string) bool { return (values[0] == "true") == u.Banned },
	"email_address": func(u *backend.User, values []string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return hasAddress(u, v) })
	},
	"email_address_query": func(u *backend.User, values []string) bool { return contains(values[0], addresses(u)...) },
	"external_id":         func(u *backend.User, values []string) bool { return selects(values, u.ExternalID.Or("")) },
	"name_query":          func(u *backend.User, values []string) bool { return contains(values[0], u.FullName()) },
	"query": func(u *backend.User, values []string) bool {
		return contains(values[0], append(addresses(u), u.ID, u.Username.Or(""), u.FullName())...)
	},
	"user_id": func(u *backend.User, values []string) bool { return selects(values, u.ID) },
	"username": func(u *backend.User, values []string) bool {
		username, ok := u.Username.Get()
		return ok && slices.Contains(values, username)
	},
	"username_query": func(u *backend.User, values []string) bool { return contains(values[0], u.Username.Or("")) },
}

func (i *Instance) listUsers(r *http.Request) (any, error) {
	query := r.URL.Query()
	page, err := readPage(query)
	if err != nil {
		return nil, err
	}
	ascending, err := readOrder(r, query.Get("order_by"))
	if err != nil {
		return nil, err
	}
	users, err := i.selectUsers(r, query)
	if err != nil {
		return nil, err
	}
	if !ascending {
		slices.Reverse(users)
	}
	// Stable, so that users of one millisecond keep the order they came in.
	slices.SortStableFunc(users, func(a, b *backend.User) int {
		if ascending {
			a, b = b, a
		}
		return b.CreatedAt.Compare(a.CreatedAt.Time)
	})
	if after := query.Get("starting_after"); after != "" {
		if page.offset > 0 {
			return nil, errInvalid("starting_after", "and offset exclude each other")
		}
		k := slices.IndexFunc(users, func(u *backend.User) bool { return u.ID == after })
		if k < 0 {
			return nil, errInvalid("starting_after", "is not the ID of a user in this list")
		}
		users = users[k+1:]
	}
	return cut(users, page), nil
}

func (i *Instance) countUsers(r *http.Request) (any, error) {
	users, err := i.selectUsers(r, r.URL.Query())
	if err != nil {
		return nil, err
	}
	return struct {
		Object     string `json:"object"`
		TotalCount int    `json:"total_count"`
	}{"total_count", len(users)}, nil
}

// selectUsers returns the users that match, oldest first. A filter that is not
// there is an error: passing it over would select too many.
func (i *Instance) selectUsers(r *http.Request, query url.Values) ([]*backend.User, error) {
	filters := map[string]userFilter{}
	for name := range query {
		switch name {
		case "limit", "offset", "order_by", "starting_after": // not filters
		default:
			if filters[name] = userFilters[name]; filters[name] == nil {
				return nil, errUnsupported(r, name)
			}
		}
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	selected := []*backend.User{}
next:
	for _, u := range i.users {
		for name, matches := range filters {
			if !matches(&u.User, query[name]) {
				continue next
			}
		}
		selected = append(selected, clone(u))
	}
	return selected, nil
}

// readOrder reads order_by, which is by creation, newest first unless told.
func readOrder(r *http.Request, order string) (ascending bool, err error) {
	switch order {
	case "", "-created_at":
		return false, nil
	case "created_at", "+created_at", " created_at": // an unescaped + is a space
		return true, nil
	}
	return false, errUnsupported(r, "order_by")
}

func addresses(u *backend.User) []string {
	var all []string
	for _, e := range u.EmailAddresses {
		all = append(all, e.EmailAddress)
	}
	return all
}

// contains reports whether a part is in any text, whatever its case.
func contains(part string, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(part))
	})
}

// selects applies IDs with an optional + (include) or - (exclude) in front.
func selects(values []string, id string) bool {
	included, listed := false, false
	for _, value := range values {
		if strings.HasPrefix(value, "-") {
			if value[1:] == id {
				return false
			}
			continue
		}
		listed = true
		included = included || id != "" && strings.TrimLeft(value, "+ ") == id
	}
	return included || !listed
}

// looksLikeAddress is as much of RFC 5321 as catches a slip.
func looksLikeAddress(address string) bool {
	local, domain, ok := strings.Cut(address, "@")
	return ok && local != "" && domain != "" && !strings.ContainsAny(address, " \t\r\n") && !strings.Contains(domain, "@")
}
