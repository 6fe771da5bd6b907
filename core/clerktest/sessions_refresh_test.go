package clerktest_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

func TestRefresh(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst).Sessions
	ctx := t.Context()
	user := inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Role: "admin"}}})
	session := must(c.Create(ctx, backend.SessionCreateParams{ActiveOrganizationID: backend.Value(inst.Organization().ID), UserID: user.ID}))(t)
	other := inst.CreateSession(user)
	expired := must(c.CreateToken(ctx, session.ID, backend.SessionTokenParams{}))(t).JWT
	clock.Advance(time.Hour)
	params := backend.SessionRefreshParams{ExpiredToken: expired, RefreshToken: inst.RefreshToken(session.ID), RequestOrigin: "http://localhost:3000"}

	refreshed := must(c.Refresh(ctx, session.ID, params))(t)
	if err := verify(t, inst, refreshed.JWT); err != nil || refreshed.Object != "token" {
		t.Fatalf("%+v: %v", refreshed, err)
	}
	_, claims := decodeToken(t, refreshed.JWT)
	if claims["sid"] != session.ID || claims["azp"] != "http://localhost:3000" || claims["o"].(object)["rol"] != "admin" || claims["exp"] != float64(clock.Now().Unix()+60) {
		t.Errorf("claims %v", claims)
	}

	cookies := params
	cookies.ResponseFormat, cookies.SuffixedCookies = backend.Value(backend.SessionRefreshCookie), true
	refreshed = must(c.Refresh(ctx, session.ID, cookies))(t)
	if len(refreshed.Cookies) != 2 || refreshed.Object != "cookies" || !strings.HasPrefix(refreshed.Cookies[0], "__session=") || !strings.HasPrefix(refreshed.Cookies[1], "__session_") {
		t.Errorf("cookies %d", len(refreshed.Cookies))
	}

	const denied = "401 session_refresh_denied"
	for name, change := range map[string]func(p *backend.SessionRefreshParams) string{
		"a foreign key": func(p *backend.SessionRefreshParams) string {
			p.ExpiredToken = inst.Token(user, clerktest.TokenOptions{Fault: clerktest.ForeignKey, Session: &clerktest.Session{ID: session.ID}})
			return session.ID
		},
		"another session": func(*backend.SessionRefreshParams) string { return other.ID },
		"another session's refresh token": func(p *backend.SessionRefreshParams) string {
			p.RefreshToken = inst.RefreshToken(other.ID)
			return session.ID
		},
		"another session's token": func(p *backend.SessionRefreshParams) string {
			p.ExpiredToken = inst.Token(user, clerktest.TokenOptions{Session: other})
			return session.ID
		},
		"no token": func(p *backend.SessionRefreshParams) string { p.ExpiredToken = ""; return session.ID },
	} {
		wrong := params
		id := change(&wrong)
		if _, err := c.Refresh(ctx, id, wrong); refusal(err) != denied {
			t.Errorf("%s: %s", name, refusal(err))
		}
	}
	must(c.Revoke(ctx, session.ID))(t)
	refused(c.Refresh(ctx, session.ID, params))(t, denied)
}

func TestVerifySession(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	session := inst.CreateSession(user)
	path := "/v1/sessions/" + session.ID + "/verify"
	token := inst.Token(user, clerktest.TokenOptions{Session: session})
	if status, verified := call[clerktest.Session](t, inst, "POST", path, `{"token": "`+token+`"}`); status != 200 || verified.ID != session.ID {
		t.Errorf("%d %+v", status, verified)
	}
	if status, refused := call[failure](t, inst, "POST", path, `{"token": "x"}`); status != 404 || refused.code() != "resource_not_found" {
		t.Errorf("another token: %d %s", status, refused.code())
	}
}

func TestClients(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst).Clients
	user := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	_, body := send(t, inst, "POST", inst.URL()+"/v1/dev_browser", "")
	_, token, _ := strings.Cut(body, `"id":"`)
	token, _, _ = strings.Cut(token, `"`)
	signIn := url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}, "password": {"correct horse"}}
	send(t, inst, "POST", inst.URL()+"/v1/client/sign_ins?__clerk_db_jwt="+token, signIn.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	status, list := call[[]backend.DeviceClient](t, inst, "GET", "/v1/clients", "")
	if status != 200 || len(list) != 1 || len(list[0].Sessions) != 1 || list[0].Sessions[0].UserID != user.ID {
		t.Fatalf("%d %+v", status, list)
	}
	if read := must(c.Get(t.Context(), list[0].ID))(t); read.LastActiveSessionID.Or("") != list[0].Sessions[0].ID {
		t.Errorf("read %+v", read)
	}
	refused(c.Get(t.Context(), "client_1"))(t, "404 resource_not_found")
	refused(c.Verify(t.Context(), backend.ClientVerifyParams{Token: "x"}))(t, "501 not_implemented")
}

func TestHandshakePayload(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst).Clients
	nonce := inst.HandshakeNonce("a=b", "c=d")
	if payload := must(c.GetHandshakePayload(t.Context(), nonce))(t); len(payload.Directives) != 2 || payload.Directives[1] != "c=d" {
		t.Errorf("%d directives", len(payload.Directives))
	}
	refused(c.GetHandshakePayload(t.Context(), nonce))(t, "404 resource_not_found nonce")
	late := inst.HandshakeNonce("a=b")
	clock.Advance(time.Minute)
	refused(c.GetHandshakePayload(t.Context(), late))(t, "404 resource_not_found nonce")
}
