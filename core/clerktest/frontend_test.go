package clerktest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

// A visitor is a browser without a screen: it keeps cookies and asks for pages. It
// writes down each hop.
type visitor struct {
	app  string
	hops []string
	http http.Client
	inst *clerktest.Instance
	t    *testing.T
}

// visit starts an application behind an instance and a browser in front of it. The
// application answers with who the visitor is.
func visit(t *testing.T, inst *clerktest.Instance) *visitor {
	t.Helper()
	c, err := core.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := c.NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		state, err := authenticator.Authenticate(r.Context(), core.FromHTTP(r))
		if err != nil {
			core.AsAuthError(err).WriteTo(w)
			return
		}
		state.WriteHeaders(w.Header())
		if status, ok := state.Redirect(); ok {
			w.WriteHeader(status)
			return
		}
		auth := state.Auth()
		fmt.Fprintf(w, "%s %s %s", auth.UserID, auth.OrgID, auth.Reason)
	}))
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{app: app.URL, inst: inst, t: t, http: http.Client{
		CheckRedirect: client.CheckRedirect, Jar: jar, Transport: &http.Transport{DisableKeepAlives: true},
	}}
	t.Cleanup(app.Close)
	return v
}

var (
	expires = regexp.MustCompile(`Expires=[^;]*`)
	epoch   = "Expires=Thu, 01 Jan 1970 00:00:00 GMT"
	suffix  = regexp.MustCompile(`^([a-z_]+)_[\w-]{8}=`)
)

// cookieShape is a Set-Cookie header without what differs from run to run.
func cookieShape(line string) string {
	pair, attributes, _ := strings.Cut(line, ";")
	pair = suffix.ReplaceAllString(pair, "${1}_*=")
	name, value, _ := strings.Cut(pair, "=")
	if len(value) > 1 || name == "__clerk_redirect_count" { // which counts for two seconds
		value = "…"
	}
	attributes = expires.ReplaceAllStringFunc(attributes, func(when string) string {
		if when == epoch {
			return "Expires=past"
		}
		return "Expires=…"
	})
	return name + "=" + value + ";" + attributes
}

// open loads a page and follows redirects. It returns what the page says.
func (v *visitor) open(target string) string {
	v.t.Helper()
	v.hops = nil
	for range 10 {
		response, body := v.send(http.MethodGet, target, "", "Accept", "text/html", "Sec-Fetch-Dest", "document")
		u, _ := url.Parse(target)
		site := "app"
		if strings.HasPrefix(target, v.inst.URL()) {
			site = "clerk"
		}
		v.hops = append(v.hops, fmt.Sprint(site, " ", u.Path, " ", response.StatusCode))
		for _, line := range response.Header.Values("Set-Cookie") {
			v.hops = append(v.hops, "  "+cookieShape(line))
		}
		if response.StatusCode != http.StatusTemporaryRedirect {
			return strings.TrimSpace(body)
		}
		next, err := response.Location()
		if err != nil {
			v.t.Fatal(err)
		}
		target = next.String()
	}
	v.t.Fatalf("the redirects never end:\n%s", strings.Join(v.hops, "\n"))
	return ""
}

// fapi calls the Frontend API as ClerkJS does.
func (v *visitor) fapi(method, path string, form url.Values) (int, object) {
	v.t.Helper()
	query := url.Values{"__clerk_api_version": {"2026-08-20"}, "__clerk_db_jwt": {v.device()}}
	if method != http.MethodGet {
		query.Set("_method", method)
		method = http.MethodPost
	}
	response, body := v.send(method, v.inst.URL()+path+"?"+query.Encode(), form.Encode(),
		"Content-Type", "application/x-www-form-urlencoded", "Origin", v.app)
	if origin := response.Header.Get("Access-Control-Allow-Origin"); origin != v.app || response.Header.Get("Access-Control-Allow-Credentials") != "true" {
		v.t.Errorf("%s %s: a page may not read the answer: %q", method, path, origin)
	}
	var answer object
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		v.t.Fatalf("%s %s: %v in %s", method, path, err, body)
	}
	return response.StatusCode, answer
}

// must calls the Frontend API and returns the response that it wraps.
func (v *visitor) must(method, path string, form url.Values) object {
	v.t.Helper()
	status, answer := v.fapi(method, path, form)
	if status != http.StatusOK {
		v.t.Fatalf("%s %s: %d %v", method, path, status, answer)
	}
	if response, ok := answer["response"].(object); ok {
		return response
	}
	return answer
}

// device is the token of the browser in the application's cookies.
func (v *visitor) device() string {
	app, _ := url.Parse(v.app)
	for _, cookie := range v.http.Jar.Cookies(app) {
		if cookie.Name == "__clerk_db_jwt" {
			return cookie.Value
		}
	}
	return ""
}

func (v *visitor) send(method, target, body string, header ...string) (*http.Response, string) {
	v.t.Helper()
	request, err := http.NewRequestWithContext(v.t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	for k := 0; k < len(header); k += 2 {
		request.Header.Set(header[k], header[k+1])
	}
	response, err := v.http.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	received, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return response, string(received)
}

// A change of a hop or of an attribute of a cookie fails this test. __client_uat has
// to be Lax: a browser keeps a Strict one back when it comes from another site, and
// the application would take a visitor who has just signed in for signed out.
func TestHandshakeHops(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(time.Now())
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	user := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	v := visit(t, inst)

	if page := v.open(v.app + "/me?x=1"); page != "session-token-and-uat-missing" {
		t.Errorf("a new browser: %s", page)
	}
	clean := "app /me 200"
	if got := v.hops[len(v.hops)-1]; got != clean {
		t.Errorf("the last hop is %s", got)
	}
	signIn := v.must("POST", "/v1/client/sign_ins", url.Values{
		"identifier": {user.PrimaryEmailAddress().EmailAddress}, "password": {"correct horse"}, "strategy": {"password"},
	})
	if signIn["status"] != "complete" {
		t.Fatalf("sign-in: %v", signIn)
	}
	// A hosted page sends the browser back with its token.
	if page := v.open(v.app + "/me?__clerk_db_jwt=" + v.device()); page != user.ID {
		t.Errorf("after the sign-in: %s", page)
	}
	want := []string{
		"app /me 307",
		"  __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2",
		"clerk /v1/client/handshake 307",
		"  __clerk_db_jwt=…; Path=/; Expires=…; SameSite=Lax",
		"app /me 307",
		"  __clerk_db_jwt=…; Path=/; Expires=…; SameSite=Lax",
		"  __client_uat=…; Path=/; Domain=127.0.0.1; Expires=…; SameSite=Lax",
		"  __session=…; Path=/; Expires=…; SameSite=Lax",
		"  __clerk_db_jwt_*=…; Path=/; Expires=…; SameSite=Lax",
		"  __client_uat_*=…; Path=/; Domain=127.0.0.1; Expires=…; SameSite=Lax",
		"  __session_*=…; Path=/; Expires=…; SameSite=Lax",
		"  __refresh_*=…; Path=/; Expires=…; HttpOnly; SameSite=Lax",
		"app /me 200",
	}
	if diff := cmp.Diff(want, v.hops); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	// An expired token is renewed without a hop, by the refresh cookie.
	clock.Advance(10 * time.Minute)
	if page := v.open(v.app + "/me"); page != user.ID {
		t.Errorf("after the token expired: %s", page)
	}
	if got := strings.Join(v.hops, "\n"); strings.Contains(got, "307") {
		t.Errorf("a token that could be renewed cost hops:\n%s", got)
	}

	// Signed out at Clerk, signed out here.
	if status, _ := v.fapi("DELETE", "/v1/client/sessions", nil); status != http.StatusOK {
		t.Fatalf("sign-out: %d", status)
	}
	if page := v.open(v.app + "/me?__clerk_db_jwt=" + v.device()); page != "session-token-and-uat-missing" {
		t.Errorf("after the sign-out: %s", page)
	}
	for _, line := range []string{
		"  __client_uat=0; Path=/; Domain=127.0.0.1; Expires=…; SameSite=Lax",
		"  __session=; Path=/; Expires=past; SameSite=Lax",
		"  __refresh_*=; Path=/; Expires=past; HttpOnly; SameSite=Lax",
	} {
		if !strings.Contains(strings.Join(v.hops, "\n"), line) {
			t.Errorf("no %s in:\n%s", line, strings.Join(v.hops, "\n"))
		}
	}
}

func TestHandshakeStaysOnThisMachine(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for _, target := range []string{
		"", "/me", "//localhost/", "https://example.com/", "http://localhost.example.com/", "http://localhost@example.com/",
		"http://user@localhost/", "javascript://localhost/%0aalert(1)", "http://[::1", "http:\\\\example.com",
	} {
		response, body := send(t, inst, "GET", inst.URL()+"/v1/client/handshake?redirect_url="+url.QueryEscape(target), "")
		if response.StatusCode < 400 || response.Header.Get("Location") != "" {
			t.Errorf("%q: %d to %q: %s", target, response.StatusCode, response.Header.Get("Location"), body)
		}
	}
}

func TestFrontendRefusesPagesOfOthers(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for _, origin := range []string{"https://example.com", "null", "http://localhost.example.com"} {
		response, body := send(t, inst, "POST", inst.URL()+"/v1/dev_browser", "", "Origin", origin)
		if response.StatusCode != http.StatusForbidden || response.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %s", origin, response.StatusCode, body)
		}
	}
}

func TestSignInByCode(t *testing.T) {
	t.Parallel()
	var address, code string
	inst := clerktest.Start(t, clerktest.Options{Code: func(a, c string) { address, code = a, c }})
	user := inst.CreateUser(clerktest.UserParams{})
	v := visit(t, inst)
	v.open(v.app)
	a := v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}})
	if a["status"] != "needs_first_factor" {
		t.Fatalf("sign-in: %v", a)
	}
	path := "/v1/client/sign_ins/" + a["id"].(string)
	v.must("POST", path+"/prepare_first_factor", url.Values{"strategy": {"email_code"}})
	if address != user.PrimaryEmailAddress().EmailAddress || len(code) != 6 {
		t.Fatalf("told %q %q", address, code)
	}
	wrong := url.Values{"strategy": {"email_code"}, "code": {"x"}}
	if status, answer := v.fapi("POST", path+"/attempt_first_factor", wrong); status != 422 {
		t.Errorf("a wrong code: %d %v", status, answer)
	}
	if page := v.open(v.app); page != "session-token-and-uat-missing" {
		t.Errorf("a wrong code signed in: %s", page)
	}
	done := v.must("POST", path+"/attempt_first_factor", url.Values{"strategy": {"email_code"}, "code": {code}})
	if done["status"] != "complete" || done["created_session_id"] == nil {
		t.Errorf("sign-in: %v", done)
	}
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != user.ID {
		t.Errorf("after the sign-in: %s", page)
	}
}

func TestCodesRunOut(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{EmailAddress: "ada+clerk_test@example.com"})
	v := visit(t, inst)
	v.open(v.app)
	a := v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}})
	path := "/v1/client/sign_ins/" + a["id"].(string)
	v.must("POST", path+"/prepare_first_factor", url.Values{"strategy": {"email_code"}})
	for range 3 {
		v.fapi("POST", path+"/attempt_first_factor", url.Values{"strategy": {"email_code"}, "code": {"000000"}})
	}
	status, answer := v.fapi("POST", path+"/attempt_first_factor", url.Values{"strategy": {"email_code"}, "code": {"424242"}})
	if status == http.StatusOK {
		t.Errorf("the fourth guess counts: %v", answer)
	}
}

func TestSignInRefusals(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	banned := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	must(backendOf(t, inst).Users.Ban(t.Context(), banned.ID))(t)
	v := visit(t, inst)
	v.open(v.app)
	for name, test := range map[string]struct {
		form   url.Values
		status int
		code   string
	}{
		"banned":       {url.Values{"identifier": {banned.PrimaryEmailAddress().EmailAddress}, "password": {"correct horse"}}, 403, "user_banned"},
		"nobody":       {url.Values{"identifier": {"nobody@example.com"}, "password": {"x"}}, 422, "form_identifier_not_found"},
		"no password":  {url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}, "password": {""}}, 422, "form_password_incorrect"},
		"wrong":        {url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}, "password": {"correct"}}, 422, "form_password_incorrect"},
		"wrong ticket": {url.Values{"strategy": {"ticket"}, "ticket": {"x"}}, 400, ""},
	} {
		status, answer := v.fapi("POST", "/v1/client/sign_ins", test.form)
		failures, _ := answer["errors"].([]any)
		if status < 400 || len(failures) != 1 {
			t.Errorf("%s: %d %v", name, status, answer)
			continue
		}
		if code := failures[0].(object)["code"]; test.code != "" && (status != test.status || code != test.code) {
			t.Errorf("%s: %d %v, want %d %s", name, status, code, test.status, test.code)
		}
	}
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != "session-token-and-uat-missing" {
		t.Errorf("signed in: %s", page)
	}
}

func TestSignInByTicket(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	ticket := must(backendOf(t, inst).SignInTokens.Create(t.Context(), backend.SignInTokenCreateParams{UserID: user.ID}))(t)
	v := visit(t, inst)
	v.open(v.app)
	form := url.Values{"strategy": {"ticket"}, "ticket": {ticket.Token}}
	v.must("POST", "/v1/client/sign_ins", form)
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != user.ID {
		t.Errorf("after the sign-in: %s", page)
	}
	if status, answer := v.fapi("POST", "/v1/client/sign_ins", form); status < 400 {
		t.Errorf("the second use of a ticket: %d %v", status, answer)
	}
}

func TestSignUpByCode(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	v := visit(t, inst)
	v.open(v.app)
	a := v.must("POST", "/v1/client/sign_ups", url.Values{"email_address": {"new+clerk_test@example.com"}, "password": {"correct horse"}})
	path := "/v1/client/sign_ups/" + a["id"].(string)
	v.must("POST", path+"/prepare_verification", url.Values{"strategy": {"email_code"}})
	if page := v.open(v.app); page != "session-token-and-uat-missing" {
		t.Errorf("signed in before the address is proved: %s", page)
	}
	done := v.must("POST", path+"/attempt_verification", url.Values{"strategy": {"email_code"}, "code": {"424242"}})
	if done["status"] != "complete" {
		t.Fatalf("sign-up: %v", done)
	}
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != done["created_user_id"] {
		t.Errorf("after the sign-up: %s, want %v", page, done["created_user_id"])
	}
}

// What ClerkJS does with a session: tokens, another organisation, the end.
func TestClientSession(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	organization := inst.CreateOrganization(clerktest.OrganizationParams{})
	inst.CreateMembership(user, clerktest.Membership{Organization: clerktest.Organization{ID: organization.ID}, Role: "org:admin"})
	v := visit(t, inst)
	v.open(v.app)
	signIn := v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}, "password": {"correct horse"}})
	path := "/v1/client/sessions/" + signIn["created_session_id"].(string)

	v.must("POST", path+"/touch", url.Values{"active_organization_id": {""}})
	token := v.must("POST", path+"/tokens", url.Values{"organization_id": {organization.ID}})
	if jwt, _ := token["jwt"].(string); strings.Count(jwt, ".") != 2 {
		t.Errorf("token: %v", token)
	}
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != user.ID+" "+organization.ID {
		t.Errorf("in the organisation: %s", page)
	}
	for _, other := range []string{"org_unknown", inst.CreateOrganization(clerktest.OrganizationParams{Name: "Other"}).ID} {
		if status, answer := v.fapi("POST", path+"/touch", url.Values{"active_organization_id": {other}}); status != 404 {
			t.Errorf("an organisation of others: %d %v", status, answer)
		}
	}

	// Another browser has no part in it.
	stranger := visit(t, inst)
	stranger.open(stranger.app)
	if status, answer := stranger.fapi("POST", path+"/tokens", nil); status != 404 {
		t.Errorf("a stranger's token: %d %v", status, answer)
	}

	if client := v.must("GET", "/v1/client", nil); len(client["sessions"].([]any)) != 1 {
		t.Errorf("client: %v", client)
	}
	v.must("POST", path+"/end", nil)
	if status, answer := v.fapi("POST", path+"/tokens", nil); status != 404 {
		t.Errorf("a token of a session that has ended: %d %v", status, answer)
	}
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != "session-token-and-uat-missing" {
		t.Errorf("after the end: %s", page)
	}
}
