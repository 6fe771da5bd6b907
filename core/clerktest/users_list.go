package clerktest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// userOrders are the fields that order_by may name.
var userOrders = map[string]func(a, b *user) int{
	"created_at":      byTime(func(u *backend.User) backend.Time { return u.CreatedAt }),
	"email_address":   byText(func(u *backend.User) string { return primaryAddress(u) }),
	"first_name":      byText(func(u *backend.User) string { return u.FirstName.Or("") }),
	"last_active_at":  byTime(func(u *backend.User) backend.Time { return u.LastActiveAt }),
	"last_name":       byText(func(u *backend.User) string { return u.LastName.Or("") }),
	"last_sign_in_at": byTime(func(u *backend.User) backend.Time { return u.LastSignInAt }),
	"phone_number":    byText(func(u *backend.User) string { return primaryPhone(u) }),
	"updated_at":      byTime(func(u *backend.User) backend.Time { return u.UpdatedAt }),
	"username":        byText(func(u *backend.User) string { return u.Username.Or("") }),
	"web3wallet":      func(_, _ *user) int { return 0 }, // nobody has one
}

func byText(text func(*backend.User) string) func(a, b *user) int {
	return func(a, b *user) int { return compareText(text(&a.User), text(&b.User)) }
}

func byTime(of func(*backend.User) backend.Time) func(a, b *user) int {
	return func(a, b *user) int { return of(&a.User).Compare(of(&b.User).Time) }
}

func primaryAddress(u *backend.User) string {
	if address := u.PrimaryEmailAddress(); address != nil {
		return address.EmailAddress
	}
	return ""
}

func primaryPhone(u *backend.User) string {
	if number := u.PrimaryPhoneNumber(); number != nil {
		return number.PhoneNumber
	}
	return ""
}

func (i *Instance) listUsers(r *http.Request) (any, error) {
	query := r.URL.Query()
	page, err := readPage(query)
	if err != nil {
		return nil, err
	}
	compare, err := readUserOrder(query)
	if err != nil {
		return nil, err
	}
	matches, err := readUserFilters(r, query, "limit", "offset", "order_by", "starting_after")
	if err != nil {
		return nil, err
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	users := i.selectUsers(query, matches)
	slices.SortFunc(users, compare)
	if after := query.Get("starting_after"); after != "" {
		if page.offset > 0 {
			return nil, errInvalid("starting_after", "and offset exclude each other")
		}
		k := slices.IndexFunc(users, func(u *user) bool { return u.ID == after })
		if k < 0 {
			return nil, errInvalid("starting_after", "is not the ID of a user in this list")
		}
		users = users[k+1:]
	}
	shown := []*backend.User{}
	for _, u := range cut(users, page) {
		shown = append(shown, clone(u))
	}
	return shown, nil
}

func (i *Instance) countUsers(r *http.Request) (any, error) {
	query := r.URL.Query()
	matches, err := readUserFilters(r, query, "limit", "offset", "order_by") // which clerk-sdk-go sends
	if err != nil {
		return nil, err
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	return struct {
		Object     string `json:"object"`
		TotalCount int    `json:"total_count"`
	}{"total_count", len(i.selectUsers(query, matches))}, nil
}

// selectUsers returns the users that match, in no order. The caller holds mu.
func (i *Instance) selectUsers(query url.Values, matches func(u *user) bool) []*user {
	candidates := i.users
	switch ids := query["user_id"]; {
	case query.Has("email_address"):
		candidates = distinct(query["email_address"], func(address string) []*user {
			return i.identifiers.addresses[strings.ToLower(address)]
		})
	case len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(id, "-") }):
		candidates = distinct(ids, func(id string) []*user {
			if u := i.findUser(includedID(id)); u != nil {
				return []*user{u}
			}
			return nil
		})
	}
	var selected []*user
	for _, u := range candidates {
		if matches(u) {
			selected = append(selected, u)
		}
	}
	return selected
}

// distinct returns the users that keys find, each once.
func distinct(keys []string, find func(key string) []*user) []*user {
	var found []*user
	for _, key := range keys {
		for _, u := range find(key) {
			if !slices.Contains(found, u) {
				found = append(found, u)
			}
		}
	}
	return found
}

// readUserOrder reads order_by. Users who are equal stay in the order of their
// creation, or in the reverse of it for a descending order.
func readUserOrder(query url.Values) (func(a, b *user) int, error) {
	by := cmp.Or(query.Get("order_by"), "-created_at")
	field, descending := strings.CutPrefix(by, "-")
	if !descending {
		field = includedID(by)
	}
	compare := userOrders[field]
	switch {
	case compare == nil:
		return nil, errInvalid("order_by", "is not a field that users can be ordered by")
	case query.Get("starting_after") != "" && field != "created_at":
		return nil, errInvalid("starting_after", "needs an order by created_at")
	}
	return func(a, b *user) int {
		if descending {
			a, b = b, a
		}
		return cmp.Or(compare(a, b), cmp.Compare(a.serial, b.serial))
	}, nil
}
