package clerktest

import (
	"net/url"
	"slices"
	"strconv"
)

// maxRows is how many rows of a list the dashboard shows at once.
const maxRows = 10

// dashboardPage is what the dashboard shows.
type dashboardPage struct {
	Organizations rows[choice]
	Query         string // that users match
	Received      int    // requests ever
	Requests      []Request
	Sessions      rows[sessionRow]
	Settings      [][2]string
	UserCount     int
	Users         rows[person]
	Webhooks      []WebhookDelivery // the last ones, newest first
}

// rows are a part of a list, newest first, and links to the parts beside it.
type rows[T any] struct {
	Next, Previous string
	Rows           []T
	Total          int
	What           string
}

func (i *Instance) showDashboard(v *visit) (any, error) {
	query := v.URL.Query()
	page := dashboardPage{
		Query:         query.Get("q"),
		Organizations: newRows(query, "organisations", i.organizations.list, i.choiceOf),
		Sessions:      newRows(query, "sessions", i.sessions.list, func(s *session) sessionRow { return i.sessionRow(v, s) }),
		Settings: [][2]string{
			{"CLERK_PUBLISHABLE_KEY", i.publishableKey}, {"CLERK_API_URL", i.APIURL()}, {"CLERK_PROXY_URL", i.URL()}, {"CLERK_SIGN_IN_URL", i.URL() + "/sign-in"},
		},
		UserCount: len(i.users),
		Users:     newRows(query, "users", i.matching(query.Get("q")), i.personOf),
	}
	page.Requests, page.Received = i.server.log.last()
	page.Webhooks = i.Webhooks()
	slices.Reverse(page.Webhooks)
	page.Webhooks = page.Webhooks[:min(len(page.Webhooks), maxRows)]
	shown := i.show(v, "dashboard", "Dashboard", &page)
	shown.view.Wide = true
	return shown, nil
}

// newRows shows the part of a list, which is oldest first, that a query asks for.
func newRows[S, T any](query url.Values, what string, list []S, show func(S) T) rows[T] {
	start, _ := strconv.Atoi(query.Get(what)) // what is no number is the start
	start = max(0, min(start, len(list)-1))
	shown := rows[T]{Total: len(list), What: what}
	for k, one := range slices.Backward(list[:len(list)-start]) {
		if len(shown.Rows) == maxRows {
			shown.Next = partLink(query, what, len(list)-1-k)
			break
		}
		shown.Rows = append(shown.Rows, show(one))
	}
	if start > 0 {
		shown.Previous = partLink(query, what, max(0, start-maxRows))
	}
	return shown
}

func partLink(query url.Values, what string, start int) string {
	next := url.Values{what: {strconv.Itoa(start)}}
	if q := query.Get("q"); q != "" {
		next.Set("q", q)
	}
	return "/?" + next.Encode() + "#" + what
}
