package clerktest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A userFilter reads the values of a query parameter into a condition on users. The
// condition is called with the instance's mu held.
type userFilter func(name string, values []string) (func(u *user) bool, error)

// userFilters are the filters of users. A user must match all that are given.
var userFilters = map[string]userFilter{
	"banned":               banned,
	"created_at_after":     later(func(u *backend.User) backend.Time { return u.CreatedAt }),
	"created_at_before":    earlier(func(u *backend.User) backend.Time { return u.CreatedAt }),
	"email_address":        anyOf(addresses, strings.EqualFold),
	"email_address_query":  partOf(addresses),
	"external_id":          chosen(func(u *user) []string { return []string{u.ExternalID.Or("")} }),
	"last_active_at_after": later(func(u *backend.User) backend.Time { return u.LastActiveAt }),
	"last_active_at_before": earlier(func(u *backend.User) backend.Time {
		return u.LastActiveAt
	}),
	"last_active_at_since":   notEarlier(func(u *backend.User) backend.Time { return u.LastActiveAt }),
	"last_sign_in_at_after":  later(func(u *backend.User) backend.Time { return u.LastSignInAt }),
	"last_sign_in_at_before": earlier(func(u *backend.User) backend.Time { return u.LastSignInAt }),
	"name_query":             partOf(func(u *backend.User) []string { return []string{u.FullName()} }),
	"organization_id": chosen(func(u *user) []string {
		var ids []string
		for _, m := range u.memberships {
			ids = append(ids, m.Organization.ID)
		}
		return ids
	}),
	"phone_number":       anyOf(phones, equal),
	"phone_number_query": partOf(phones),
	"provider":           nobody, // nobody has an account elsewhere
	"provider_user_id":   nobody,
	"query": partOf(func(u *backend.User) []string {
		return append(append(addresses(u), phones(u)...), u.ID, u.Username.Or(""), u.FullName())
	}),
	"user_id":        chosen(func(u *user) []string { return []string{u.ID} }),
	"username":       anyOf(func(u *backend.User) []string { return []string{u.Username.Or("")} }, equal),
	"username_query": partOf(func(u *backend.User) []string { return []string{u.Username.Or("")} }),
	"web3_wallet":    nobody,
}

// readUserFilters returns the condition that a query's filters make together. A
// parameter that is neither a filter nor known is refused: passing it over would
// select too many.
func readUserFilters(r *http.Request, query url.Values, known ...string) (func(u *user) bool, error) {
	var conditions []func(u *user) bool
	for name, values := range query {
		filter := userFilters[name]
		switch {
		case slices.Contains(known, name):
			continue
		case filter == nil:
			return nil, errUnsupported(r, name)
		}
		condition, err := filter(name, values)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, condition)
	}
	if query.Has("provider") != query.Has("provider_user_id") {
		return nil, errInvalid("provider", "and provider_user_id go together")
	}
	return func(u *user) bool {
		return !slices.ContainsFunc(conditions, func(matches func(*user) bool) bool { return !matches(u) })
	}, nil
}

func banned(name string, values []string) (func(*user) bool, error) {
	want, err := strconv.ParseBool(values[0])
	if err != nil {
		return nil, errInvalid(name, "must be true or false")
	}
	return func(u *user) bool { return u.Banned == want }, nil
}

func nobody(string, []string) (func(*user) bool, error) {
	return func(*user) bool { return false }, nil
}

// anyOf matches users one of whose texts is one of the values.
func anyOf(texts func(*backend.User) []string, same func(a, b string) bool) userFilter {
	return func(_ string, values []string) (func(*user) bool, error) {
		return func(u *user) bool {
			return slices.ContainsFunc(texts(&u.User), func(text string) bool {
				return text != "" && slices.ContainsFunc(values, func(value string) bool { return same(text, value) })
			})
		}, nil
	}
}

func equal(a, b string) bool { return a == b }

// partOf matches users who have the value in any text, whatever its case.
func partOf(texts func(*backend.User) []string) userFilter {
	return func(_ string, values []string) (func(*user) bool, error) {
		return func(u *user) bool { return contains(values[0], texts(&u.User)...) }, nil
	}
}

// chosen matches users by IDs with an optional + (include) or - (exclude) in front.
func chosen(ids func(*user) []string) userFilter {
	return func(_ string, values []string) (func(*user) bool, error) {
		return func(u *user) bool { return selects(values, ids(u)...) }, nil
	}
}

func earlier(of func(*backend.User) backend.Time) userFilter {
	return compared(of, func(t, limit time.Time) bool { return t.Before(limit) })
}

func later(of func(*backend.User) backend.Time) userFilter {
	return compared(of, func(t, limit time.Time) bool { return t.After(limit) })
}

func notEarlier(of func(*backend.User) backend.Time) userFilter {
	return compared(of, func(t, limit time.Time) bool { return !t.Before(limit) })
}

// compared matches users by a time of theirs, which the API gives in milliseconds.
func compared(of func(*backend.User) backend.Time, matches func(t, limit time.Time) bool) userFilter {
	return func(name string, values []string) (func(*user) bool, error) {
		milliseconds, err := strconv.ParseInt(values[0], 10, 64)
		if err != nil {
			return nil, errInvalid(name, "must be a time in milliseconds")
		}
		limit := time.UnixMilli(milliseconds)
		return func(u *user) bool {
			t := of(&u.User).Truncate(time.Millisecond)
			return !of(&u.User).IsZero() && matches(t, limit)
		}, nil
	}
}

func addresses(u *backend.User) []string {
	var all []string
	for _, e := range u.EmailAddresses {
		all = append(all, e.EmailAddress)
	}
	return all
}

func phones(u *backend.User) []string {
	var all []string
	for _, p := range u.PhoneNumbers {
		all = append(all, p.PhoneNumber)
	}
	return all
}

// contains reports whether a part is in any text, whatever its case.
func contains(part string, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(part))
	})
}

// selects applies IDs with an optional + (include) or - (exclude) in front to what
// has any of some IDs.
func selects(values []string, ids ...string) bool {
	included, listed := false, false
	for _, value := range values {
		if id, excluded := strings.CutPrefix(value, "-"); excluded {
			if slices.Contains(ids, id) {
				return false
			}
			continue
		}
		listed = true
		included = included || slices.Contains(ids, includedID(value))
	}
	return included || !listed
}

// includedID takes the optional + off an ID; an unescaped one is a space.
func includedID(value string) string { return strings.TrimLeft(value, "+ ") }
