package clerktest

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// answeredEvents are the events whose data is what an endpoint of the Backend API
// answers with, by the endpoint. Updates of users, and sessions of browsers, are
// announced where they happen.
var answeredEvents = map[string]string{
	"DELETE /bapi/v1/organization_permissions/{id}":                      "permission.deleted",
	"DELETE /bapi/v1/organization_roles/{id}":                            "role.deleted",
	"DELETE /bapi/v1/organization_roles/{id}/permissions/{permission}":   "role.updated",
	"DELETE /bapi/v1/organizations/{id}":                                 "organization.deleted",
	"DELETE /bapi/v1/organizations/{id}/domains/{domain}":                "organizationDomain.deleted",
	"DELETE /bapi/v1/organizations/{id}/memberships/{user}":              "organizationMembership.deleted",
	"DELETE /bapi/v1/users/{id}":                                         "user.deleted",
	"PATCH /bapi/v1/organization_permissions/{id}":                       "permission.updated",
	"PATCH /bapi/v1/organization_roles/{id}":                             "role.updated",
	"PATCH /bapi/v1/organizations/{id}":                                  "organization.updated",
	"PATCH /bapi/v1/organizations/{id}/domains/{domain}":                 "organizationDomain.updated",
	"PATCH /bapi/v1/organizations/{id}/memberships/{user}":               "organizationMembership.updated",
	"PATCH /bapi/v1/organizations/{id}/memberships/{user}/metadata":      "organizationMembership.updated",
	"PATCH /bapi/v1/organizations/{id}/metadata":                         "organization.updated",
	"POST /bapi/v1/organization_permissions":                             "permission.created",
	"POST /bapi/v1/organization_roles":                                   "role.created",
	"POST /bapi/v1/organization_roles/{id}/permissions/{permission}":     "role.updated",
	"POST /bapi/v1/organizations":                                        "organization.created",
	"POST /bapi/v1/organizations/{id}/domains":                           "organizationDomain.created",
	"POST /bapi/v1/organizations/{id}/domains/{domain}/verify_ownership": "organizationDomain.updated",
	"POST /bapi/v1/organizations/{id}/invitations":                       "organizationInvitation.created",
	"POST /bapi/v1/organizations/{id}/invitations/bulk":                  "organizationInvitation.created",
	"POST /bapi/v1/organizations/{id}/invitations/{invitation}/revoke":   "organizationInvitation.revoked",
	"POST /bapi/v1/organizations/{id}/memberships":                       "organizationMembership.created",
	"POST /bapi/v1/sessions":                                             "session.created",
	"POST /bapi/v1/sessions/{id}/revoke":                                 "session.revoked",
	"POST /bapi/v1/users":                                                "user.created",
	"PUT /bapi/v1/organizations/{id}/metadata":                           "organization.updated",
}

// announced answers a request, and sends the events of the answer if its endpoint has
// any. Changes one after the other have events in that order.
func (i *Instance) announced(w http.ResponseWriter, r *http.Request, route route) (any, error) {
	eventType, ok := answeredEvents[route.pattern]
	if !ok {
		return i.answer(w, r, route)
	}
	i.webhooks.order.Lock()
	defer i.webhooks.order.Unlock()
	answer, err := i.answer(w, r, route)
	if err == nil {
		i.announce(eventType, answer)
	}
	return answer, err
}

// announce sends an event with an answer as its data, or one for each of a list.
func (i *Instance) announce(eventType string, answer any) {
	if made, ok := answer.(created); ok {
		answer = made.answer
	}
	for _, data := range each(answer) {
		if s, ok := data.(Session); ok {
			i.mu.RLock()
			data = i.sessionEvent(&s)
			i.mu.RUnlock()
		}
		_, _ = i.emit(eventType, data) // without a receiver there is nobody to tell
	}
}

// each returns the elements of a list, or what is none alone.
func each(answer any) []any {
	v := reflect.ValueOf(answer)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Slice:
		all := make([]any, v.Len())
		for k := range all {
			all[k] = v.Index(k).Interface()
		}
		return all
	case v.Kind() == reflect.Struct && v.FieldByName("Data").Kind() == reflect.Slice:
		return each(v.FieldByName("Data").Interface())
	case v.IsValid():
		return []any{v.Interface()}
	}
	return nil
}

// sessionEvent is the data of an event of a session. The caller holds mu.
func (i *Instance) sessionEvent(s *Session) any {
	data := struct {
		Session
		User *backend.User `json:"user,omitzero"`
	}{Session: *s}
	// Not by findUser, which does not know a user in the middle of a change.
	if at := slices.IndexFunc(i.users, func(u *user) bool { return u.ID == s.UserID }); at >= 0 {
		data.User = clone(i.users[at]) // read after mu is given back
	}
	return data
}

// sessionEvents are the events of how a session ended, by its status.
var sessionEvents = map[string]string{"active": "session.created", "ended": "session.ended", "removed": "session.removed", "revoked": "session.revoked"}

// announceSession sends the event of a session's new status, if there is one. The caller
// holds mu.
func (i *Instance) announceSession(s *session) {
	if eventType, ok := sessionEvents[s.Status]; ok {
		_, _ = i.emit(eventType, i.sessionEvent(&s.Session))
	}
}

// exampleOf makes up the data of an event: the newest resource of its kind, or else one
// that has an ID and a kind only.
func (i *Instance) exampleOf(eventType string) any {
	kind, verb, _ := strings.Cut(eventType, ".")
	i.mu.RLock()
	defer i.mu.RUnlock()
	var data any
	id := ""
	switch {
	case kind == "user" && len(i.users) > 0:
		u := i.users[len(i.users)-1]
		data, id = u.User, u.ID
	case kind == "session" && len(i.sessions.list) > 0:
		s := i.sessions.list[len(i.sessions.list)-1]
		data, id = i.sessionEvent(&s.Session), s.ID
	case kind == "organization" && len(i.organizations.list) > 0:
		o := i.organizations.list[len(i.organizations.list)-1]
		data, id = *o, o.ID
	}
	prefix, object := exampleKinds[kind][0], exampleKinds[kind][1]
	if data == nil {
		id = newID(prefix)
		data = map[string]any{"id": id, "object": object}
	}
	if verb == "deleted" && kind != "organizationMembership" {
		return backend.DeletedObject{ID: id, Deleted: true, Object: object}
	}
	return data
}

// exampleKinds are the prefixes of IDs, and the names, of what events are about.
var exampleKinds = map[string][2]string{
	"email": {"ema_", "email"}, "organization": {"org_", "organization"}, "organizationDomain": {"orgdmn_", "organization_domain"},
	"organizationInvitation": {"orginv_", "organization_invitation"}, "organizationMembership": {"orgmem_", "organization_membership"},
	"paymentAttempt": {"payatt_", "payment_attempt"}, "permission": {"perm_", "permission"}, "role": {"role_", "role"}, "session": {"sess_", "session"},
	"sms": {"sms_", "sms_message"}, "subscription": {"sub_", "commerce_subscription"}, "subscriptionItem": {"subi_", "commerce_subscription_item"},
	"user": {"user_", "user"}, "waitlistEntry": {"wle_", "waitlist_entry"},
}
