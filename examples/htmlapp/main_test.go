package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
)

func TestRoutes(t *testing.T) {
	clock := clerktest.NewClock(time.Now())
	inst := exampletest.Start(t, clerktest.Options{Now: clock.Now})
	site := exampletest.Serve(t, routes())
	acme := inst.CreateOrganization(clerktest.OrganizationParams{Name: "Acme", Slug: "acme"})
	inst.CreateOrganization(clerktest.OrganizationParams{Name: "Other", Slug: "other"})
	user := inst.CreateUser(clerktest.UserParams{EmailAddress: "ada@example.com"})
	inst.CreateMembership(user, clerktest.Membership{Organization: clerktest.Organization{ID: acme.ID, Slug: acme.Slug}, Role: "org:admin"})

	browser := inst.Browser()
	want := func(step string, response *http.Response, err error, status int, path, text string) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		if response.StatusCode != status || response.Request.URL.Path != path || !strings.Contains(string(body), text) {
			t.Errorf("%s: got %s of %s\n%s\nwant %d of %s with %q", step, response.Status, response.Request.URL, body, status, path, text)
		}
	}
	get := func(step, path string, status int, landed, text string) {
		t.Helper()
		response, err := browser.Get(site + path)
		want(step, response, err, status, landed, text)
	}
	post := func(step, path, origin string, form url.Values, status int, landed, text string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", origin)
		response, err := browser.Do(request)
		want(step, response, err, status, landed, text)
	}

	get("a stranger", "/", 200, "/", "A motto for everybody")
	get("a stranger's profile", "/profile", 200, "/sign-in", "Local Clerk")
	response, err := browser.SignIn(user, site+"/profile")
	want("signed in", response, err, 200, "/profile", "ada@example.com")
	post("a form", "/profile", site, url.Values{"motto": {"Poetical <science>"}}, 200, "/profile", "Poetical &lt;science&gt;")
	post("an empty form", "/profile", site, nil, 422, "/profile", "needs a word")
	post("a form of another site", "/profile", "http://evil.example.com", url.Values{"motto": {"x"}}, 403, "/profile", "cross-origin")
	get("home", "/", 200, "/", `href="/orgs/acme"`)
	get("an organisation", "/orgs/acme", 200, "/orgs/acme", "org:admin")
	clock.Advance(3 * time.Second)
	get("another's organisation", "/orgs/other", 403, "/orgs/other", "no member")
	get("no organisation", "/orgs/nowhere", 403, "/orgs/nowhere", "no member")
	clock.Advance(3 * time.Second)
	post("signed out", "/sign-out", site, nil, 200, "/", "A motto for everybody")
	get("a profile after that", "/profile", 200, "/sign-in", "Local Clerk")
	get("the style sheet", "/style.css", 200, "/style.css", "--ink")
}
