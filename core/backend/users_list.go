package backend

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

// userPageSize is how many users [UserService.All] asks for at a time: the most
// that Clerk allows.
const userPageSize = 500

// UserListParams select and order users. A user must match every filter that is
// set; an empty slice is no filter. Slices take up to 100 elements, any of which
// may match. An element of ExternalID, OrganizationID or UserID may begin with +
// (include) or - (exclude).
type UserListParams struct {
	Banned            Opt[bool] `query:"banned"`
	CreatedAtAfter    time.Time `query:"created_at_after"`
	CreatedAtBefore   time.Time `query:"created_at_before"`
	EmailAddress      []string  `query:"email_address"`
	EmailAddressQuery string    `query:"email_address_query"` // part of an email address, in any case
	ExternalID        []string  `query:"external_id"`
	LastActiveAtAfter time.Time `query:"last_active_at_after"`
	// LastActiveAtBefore selects users whose last activity was earlier.
	LastActiveAtBefore time.Time `query:"last_active_at_before"`
	// LastActiveAtSince selects users who were active since then.
	//
	// Deprecated: use LastActiveAtAfter.
	LastActiveAtSince  time.Time `query:"last_active_at_since"`
	LastSignInAtAfter  time.Time `query:"last_sign_in_at_after"`
	LastSignInAtBefore time.Time `query:"last_sign_in_at_before"`
	Limit              int       `query:"limit"` // 1 to 500; Clerk's default is 10
	NameQuery          string    `query:"name_query"`
	Offset             int       `query:"offset"` // how many to skip
	// OrderBy is created_at, email_address, first_name, last_active_at,
	// last_name, last_sign_in_at, phone_number, updated_at, username or
	// web3wallet, with - in front for descending order. Clerk's default is
	// -created_at.
	OrderBy          string   `query:"order_by"`
	OrganizationID   []string `query:"organization_id"` // of which they are members
	PhoneNumber      []string `query:"phone_number"`
	PhoneNumberQuery string   `query:"phone_number_query"` // part of a phone number
	Provider         string   `query:"provider"`           // such as "oauth_google"; with ProviderUserID only
	ProviderUserID   []string `query:"provider_user_id"`   // IDs at Provider
	Query            string   `query:"query"`              // part of any identifier, name or ID
	// StartingAfter is the ID of the last user of the page before. It needs
	// an order by created_at and no Offset. [UserService.All] sets it.
	StartingAfter string   `query:"starting_after"`
	UserID        []string `query:"user_id"`
	Username      []string `query:"username"`
	UsernameQuery string   `query:"username_query"` // part of a username
	Web3Wallet    []string `query:"web3_wallet"`
}

// UserCountParams select users. The fields mean what they mean in
// [UserListParams].
type UserCountParams struct {
	Banned             Opt[bool] `query:"banned"`
	CreatedAtAfter     time.Time `query:"created_at_after"`
	CreatedAtBefore    time.Time `query:"created_at_before"`
	EmailAddress       []string  `query:"email_address"`
	EmailAddressQuery  string    `query:"email_address_query"`
	ExternalID         []string  `query:"external_id"`
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`
	LastActiveAtBefore time.Time `query:"last_active_at_before"`
	// LastActiveAtSince counts users who were active since then.
	//
	// Deprecated: use LastActiveAtAfter.
	LastActiveAtSince  time.Time `query:"last_active_at_since"`
	LastSignInAtAfter  time.Time `query:"last_sign_in_at_after"`
	LastSignInAtBefore time.Time `query:"last_sign_in_at_before"`
	NameQuery          string    `query:"name_query"`
	OrganizationID     []string  `query:"organization_id"`
	PhoneNumber        []string  `query:"phone_number"`
	PhoneNumberQuery   string    `query:"phone_number_query"`
	Provider           string    `query:"provider"`
	ProviderUserID     []string  `query:"provider_user_id"`
	Query              string    `query:"query"`
	UserID             []string  `query:"user_id"`
	Username           []string  `query:"username"`
	UsernameQuery      string    `query:"username_query"`
	Web3Wallet         []string  `query:"web3_wallet"`
}

// List returns one page of users, and how many match on all pages: Clerk tells
// these apart, so two requests are made at once, and the error is of either. To
// read more than a few pages, or without the count, use [UserService.All].
//
//clerk:op GET /users
func (s *UserService) List(ctx context.Context, params UserListParams) (*Page[User], error) {
	list := get("/users", params)
	var page *Page[User]
	var count *totalCount
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		page, err = call[Page[User]](ctx, s.client, list)
		return err
	})
	group.Go(func() (err error) {
		count, err = call[totalCount](ctx, s.client, countOf(list))
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	page.TotalCount = count.TotalCount
	return page, nil
}

// countOf is the operation that counts what another lists. Clerk documents none of
// the parameters of paging for it.
func countOf(list op) op {
	count := list.without("limit", "offset", "order_by", "starting_after")
	count.path = "/users/count"
	return count
}

// Count returns how many users match.
//
//clerk:op GET /users/count
func (s *UserService) Count(ctx context.Context, params UserCountParams) (int64, error) {
	count, err := call[totalCount](ctx, s.client, get("/users/count", params))
	if err != nil {
		return 0, err
	}
	return count.TotalCount, nil
}

// All yields every user that matches, in the order of their creation, fetching
// pages as it goes: it takes as long for the last page as for the first, and users
// created meanwhile shift nothing. It makes one request a page and never counts.
// The parameters are read when All is called. Each range begins anew. An error is
// the last thing it yields. OrderBy may only be created_at or -created_at, and
// Offset must be 0. Limit is the size of a page; the default is 500.
func (s *UserService) All(ctx context.Context, params UserListParams) iter.Seq2[*User, error] {
	list := get("/users", params)
	switch params.OrderBy {
	case "", "created_at", "+created_at", "-created_at":
	default:
		list.err = errors.New("OrderBy of All may only be created_at or -created_at; use List for another order")
	}
	if params.Offset != 0 {
		list.err = errors.New("All has no Offset; set StartingAfter, or use List")
	}
	if params.Limit == 0 {
		params.Limit = userPageSize
		list = list.with("limit", strconv.Itoa(userPageSize))
	}
	return func(yield func(*User, error) bool) {
		for list := list; ; {
			page, err := call[Page[User]](ctx, s.client, list)
			if err != nil {
				yield(nil, err)
				return
			}
			full := len(page.Data) > 0 && len(page.Data) >= params.Limit
			if full {
				last := page.Data[len(page.Data)-1].ID
				if last == list.query.Get("starting_after") {
					yield(nil, &Error{Code: CodeInvalidResponse, op: list.String(), cause: errRepeatedPage})
					return
				}
				list = list.with("starting_after", last)
			}
			for _, user := range page.Data {
				if !yield(user, nil) {
					return
				}
			}
			if !full {
				return
			}
		}
	}
}
