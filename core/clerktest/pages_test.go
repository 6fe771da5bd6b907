package clerktest_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// fill sends a form of a page and follows where it leads.
func fill(t *testing.T, inst *clerktest.Instance, browser *clerktest.Browser, path string, form url.Values) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, inst.URL()+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", inst.URL())
	response, err := browser.Do(r)
	return response, read(t, response, err)
}

// look opens a page of the instance.
func look(t *testing.T, inst *clerktest.Instance, browser *clerktest.Browser, path string) string {
	t.Helper()
	response, err := browser.Get(inst.URL() + path)
	return read(t, response, err)
}

// signedIn returns a browser that a user is signed in on.
func signedIn(t *testing.T, inst *clerktest.Instance, user *backend.User) *clerktest.Browser {
	t.Helper()
	browser := inst.Browser()
	response, err := browser.SignIn(user, inst.URL()+"/user")
	if page := read(t, response, err); !strings.Contains(page, user.ID) {
		t.Fatalf("not signed in: %s", page)
	}
	return browser
}

func TestPagesTakeOwnFormsOnly(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	form := url.Values{"user": {user.ID}}.Encode()
	for _, origin := range []string{"", "null", "https://example.com", strings.Replace(inst.URL(), "127.0.0.1", "localhost", 1), "http://127.0.0.1", inst.URL() + "/"} {
		for _, path := range []string{"/organization", "/sign-in", "/sign-in/code", "/sign-out", "/sign-up", "/sign-up/code", "/user"} {
			response, _ := send(t, inst, "POST", inst.URL()+path, form, "Content-Type", "application/x-www-form-urlencoded", "Origin", origin)
			if response.StatusCode != http.StatusForbidden || response.Header.Get("Set-Cookie") != "" || response.Header.Get("Location") != "" {
				t.Errorf("%s from %q: %d %v", path, origin, response.StatusCode, response.Header)
			}
		}
	}
	if response, _ := send(t, inst, "GET", inst.URL()+"/sign-in", "", "Host", "clerk.example.com"); response.StatusCode != http.StatusForbidden {
		t.Errorf("another host: %d", response.StatusCode)
	}
}

// No page sends anybody to another machine.
func TestPagesRedirectToThisMachineOnly(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	for _, target := range []string{
		"/me", "//example.com/", "https://example.com/", "http://localhost.example.com/", "http://localhost@example.com/", "http://user@localhost/",
		"http:\\\\example.com", "javascript:alert(1)", "http://[::1",
	} {
		browser := inst.Browser()
		browser.CheckRedirect = client.CheckRedirect
		page := look(t, inst, browser, "/sign-in?"+url.Values{"redirect_url": {target}}.Encode())
		if !strings.Contains(page, "was ignored") || strings.Contains(page, `name="redirect_url"`) {
			t.Errorf("%q: not ignored, or not said to be: %s", target, page)
		}
		for _, path := range []string{"/sign-in", "/organization", "/sign-out"} {
			response, _ := fill(t, inst, browser, path, url.Values{"organization": {""}, "redirect_url": {target}, "user": {user.ID}})
			if location := response.Header.Get("Location"); response.StatusCode != http.StatusSeeOther || !strings.HasPrefix(location, "/") || strings.HasPrefix(location, "//") {
				t.Errorf("%s to %q: %d %q", path, target, response.StatusCode, location)
			}
		}
	}
}

var (
	fields = regexp.MustCompile(`<input (?:class="code" )?id="([a-z_]+)"`)
	hidden = regexp.MustCompile(`<input [^>]*type="hidden"`)
	inputs = regexp.MustCompile(`<input `)
)

// Each page is whole without a script, names its fields, and is in no frame.
func TestPagesAreAccessible(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	name := `<script>alert("x")</script>`
	user := inst.CreateUser(clerktest.UserParams{FirstName: name, Password: "correct horse"})
	for range 12 {
		inst.CreateUser(clerktest.UserParams{})
	}
	browser := signedIn(t, inst, user)
	fill(t, inst, browser, "/sign-up", url.Values{"email_address": {"new+clerk_test@example.com"}})
	fill(t, inst, browser, "/sign-in", url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}, "strategy": {"email_code"}})
	for _, path := range []string{
		"/", "/organization", "/sign-in", "/sign-in/code", "/sign-out", "/sign-up", "/sign-up/code", "/tasks", "/user",
	} {
		response, err := browser.Get(inst.URL() + path)
		page := read(t, response, err)
		if got := response.Request.URL.Path; got != path || response.StatusCode != http.StatusOK {
			t.Errorf("%s led to %s %d", path, got, response.StatusCode)
		}
		for _, want := range []string{`<html lang="en-GB">`, "Not for real data", `name="viewport"`, `<main id="main"`, "<title>"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", path, want)
			}
		}
		if n := strings.Count(page, "<h1"); n != 1 {
			t.Errorf("%s: %d headings of the first rank", path, n)
		}
		if strings.Contains(page, "<script") || strings.Contains(page, " style=") || strings.Contains(page, " onclick=") {
			t.Errorf("%s: has a script or a style: %s", path, page)
		}
		named := fields.FindAllStringSubmatch(page, -1)
		for _, field := range named {
			if !strings.Contains(page, `<label for="`+field[1]+`"`) {
				t.Errorf("%s: the field %s has no label", path, field[1])
			}
		}
		if all := len(inputs.FindAllString(page, -1)); all != len(named)+len(hidden.FindAllString(page, -1)) {
			t.Errorf("%s: a field of %d has no ID", path, all)
		}
		for header, want := range map[string]string{
			"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'", "Content-Type": "text/html; charset=utf-8",
			"Referrer-Policy": "same-origin", "X-Clerk-Emulator": "1", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		} {
			if got := response.Header.Get(header); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q", path, header, got)
			}
		}
		for _, secret := range []string{inst.SecretKey(), inst.WebhookSigningSecret(), "correct horse", "dvb_"} {
			if strings.Contains(page, secret) {
				t.Errorf("%s: shows a secret", path)
			}
		}
	}
	organization := must(backendOf(t, inst).Organizations.Get(t.Context(), inst.Organization().ID, backend.OrganizationGetParams{}))(t)
	for asset, kind := range map[string]string{
		inst.URL() + "/assets/style.css": "text/css; charset=utf-8", organization.ImageURL: "image/svg+xml", user.ImageURL: "image/svg+xml",
	} {
		response, _ := send(t, inst, "GET", asset, "")
		if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != kind {
			t.Errorf("%s: %d %s", asset, response.StatusCode, response.Header.Get("Content-Type"))
		}
	}
}

func TestSignInPage(t *testing.T) {
	t.Parallel()
	var code string
	inst := clerktest.Start(t, clerktest.Options{Code: func(_, c string) { code = c }})
	user := inst.CreateUser(clerktest.UserParams{EmailAddress: "somebody@example.com", Password: "correct horse", Username: "somebody"})
	banned := inst.CreateUser(clerktest.UserParams{})
	must(backendOf(t, inst).Users.Ban(t.Context(), banned.ID))(t)
	for _, test := range []struct {
		name   string
		form   url.Values
		status int
		says   string
	}{
		{"banned", url.Values{"user": {banned.ID}}, 403, "The user is banned."},
		{"nobody", url.Values{"identifier": {"nobody@example.com"}}, 422, "No user has that email address"},
		{"nothing", url.Values{}, 422, "No user has that email address"},
		{"wrong password", url.Values{"identifier": {"somebody@example.com"}, "password": {"wrong"}}, 422, `value="somebody@example.com"`},
		{"wrong ticket", url.Values{"ticket": {"x"}}, 422, "The ticket is not one of this instance."},
		{"by address", url.Values{"identifier": {" Somebody@example.com "}, "password": {"correct horse"}}, 200, user.ID},
		{"by username", url.Values{"identifier": {"somebody"}, "password": {"correct horse"}, "strategy": {"password"}}, 200, user.ID},
	} {
		response, page := fill(t, inst, inst.Browser(), "/sign-in", test.form)
		if response.StatusCode != test.status || !strings.Contains(page, test.says) {
			t.Errorf("%s: %d, no %q in %s", test.name, response.StatusCode, test.says, page)
		}
		if signedIn := response.Request.URL.Path == "/user"; signedIn != (test.status == 200) {
			t.Errorf("%s: signed in is %t", test.name, signedIn)
		}
	}

	browser := inst.Browser()
	_, page := fill(t, inst, browser, "/sign-in", url.Values{"identifier": {"somebody"}, "strategy": {"email_code"}})
	if !strings.Contains(page, "Enter the code") || strings.Contains(page, code) {
		t.Fatalf("no code asked for, or it is told: %s", page)
	}
	before := code
	fill(t, inst, browser, "/sign-in/code", url.Values{"resend": {"yes"}})
	if before == code {
		t.Error("no new code")
	}
	if response, page := fill(t, inst, browser, "/sign-in/code", url.Values{"code": {"x"}}); response.StatusCode != 422 || !strings.Contains(page, `role="alert"`) {
		t.Errorf("a wrong code: %d %s", response.StatusCode, page)
	}
	if response, page := fill(t, inst, browser, "/sign-in/code", url.Values{"code": {code}}); response.Request.URL.Path != "/user" {
		t.Errorf("the code: %s", page)
	}
	if page := look(t, inst, browser, "/sign-in/code"); !strings.Contains(page, "Pick a user") {
		t.Errorf("the code is asked for again: %s", page)
	}
}

// A link signs in once, when its button is used: to open it is not enough.
func TestSignInPageByTicket(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	ticket := must(backendOf(t, inst).SignInTokens.Create(t.Context(), backend.SignInTokenCreateParams{UserID: user.ID}))(t)
	browser := inst.Browser()
	response, err := browser.Get(ticket.URL.Or(""))
	if page := read(t, response, err); !strings.Contains(page, `name="ticket"`) || strings.Contains(page, user.ID) {
		t.Errorf("the link: %s", page)
	}
	form := url.Values{"ticket": {ticket.Token}, "strategy": {"ticket"}}
	if _, page := fill(t, inst, browser, "/sign-in", form); !strings.Contains(page, user.ID) {
		t.Errorf("signed in: %s", page)
	}
	if response, _ := fill(t, inst, inst.Browser(), "/sign-in", form); response.StatusCode != 422 {
		t.Errorf("the second use: %d", response.StatusCode)
	}
}

// Of two users on one browser the first is signed out.
func TestSignInPageReplaces(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	first, second := inst.CreateUser(clerktest.UserParams{}), inst.CreateUser(clerktest.UserParams{})
	browser := signedIn(t, inst, first)
	if page := look(t, inst, browser, "/sign-in"); !strings.Contains(page, "You are signed in as") {
		t.Errorf("the page does not say who is signed in: %s", page)
	}
	response, err := browser.SignIn(second, inst.URL()+"/user")
	if page := read(t, response, err); !strings.Contains(page, second.ID) {
		t.Errorf("the second: %s", page)
	}
	sessions := must(backendOf(t, inst).Sessions.List(t.Context(), backend.SessionListParams{UserID: first.ID}))(t)
	if len(sessions.Data) != 1 || sessions.Data[0].Status != "replaced" {
		t.Errorf("sessions of the first: %+v", sessions.Data)
	}
}

func TestSignUpPage(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	inst.CreateUser(clerktest.UserParams{EmailAddress: "taken@example.com"})
	browser := inst.Browser()
	for _, test := range []struct {
		form url.Values
		says string
	}{
		{url.Values{}, "email_address must be included."},
		{url.Values{"email_address": {"somebody"}}, "must be a valid email address"},
		{url.Values{"email_address": {"taken@example.com"}}, "is taken"},
		{url.Values{"email_address": {"new@example.com"}, "password": {"short"}}, "8 characters or more"},
	} {
		if response, page := fill(t, inst, browser, "/sign-up", test.form); response.StatusCode != 422 || !strings.Contains(page, test.says) {
			t.Errorf("%v: %d %s", test.form, response.StatusCode, page)
		}
	}
	target := protected(t, inst, "localhost") + "/me"
	form := url.Values{
		"email_address": {"new+clerk_test@example.com"}, "first_name": {"Nora"}, "password": {"correct horse"}, "redirect_url": {target},
	}
	if _, page := fill(t, inst, browser, "/sign-up", form); !strings.Contains(page, "424242") || !strings.Contains(page, target) {
		t.Fatalf("no code asked for: %s", page)
	}
	response, page := fill(t, inst, browser, "/sign-up/code", url.Values{"code": {"424242"}, "redirect_url": {target}})
	if response.Request.URL.String() != target || !strings.HasPrefix(page, "user_") {
		t.Errorf("signed up: %s %s", response.Request.URL, page)
	}
	if page := look(t, inst, browser, "/user"); !strings.Contains(page, "Nora") || !strings.Contains(page, "new<wbr>&#43;clerk_test<wbr>@example.com") {
		t.Errorf("the profile: %s", page)
	}
}

func TestUserPage(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	elsewhere := inst.CreateSession(user)
	others := inst.CreateSession(inst.CreateUser(clerktest.UserParams{}))
	browser := signedIn(t, inst, user)
	page := look(t, inst, browser, "/user")
	if !strings.Contains(page, elsewhere.ID) || strings.Contains(page, others.ID) {
		t.Errorf("the sessions: %s", page)
	}
	if response, _ := fill(t, inst, browser, "/user", url.Values{"end": {others.ID}}); response.StatusCode != http.StatusNotFound {
		t.Errorf("the session of another: %d", response.StatusCode)
	}
	if _, page := fill(t, inst, browser, "/user", url.Values{"end": {elsewhere.ID}}); strings.Contains(page, elsewhere.ID) {
		t.Errorf("the session has not ended: %s", page)
	}
	if response, _ := fill(t, inst, browser, "/organization", url.Values{"organization": {"org_unknown"}}); response.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown organisation: %d", response.StatusCode)
	}
	if _, page := fill(t, inst, browser, "/sign-out", nil); !strings.Contains(page, "Signed out") {
		t.Errorf("signed out: %s", page)
	}
	if page := look(t, inst, browser, "/user"); !strings.Contains(page, "Pick a user") {
		t.Errorf("a profile of nobody: %s", page)
	}
}
