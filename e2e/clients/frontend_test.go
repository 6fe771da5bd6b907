package clients

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// A page calls the Frontend API as ClerkJS does: by POST with the method in the
// query, with a form, and with its browser's token.
type page struct {
	base    string
	browser string
	t       *testing.T
}

// call returns the status of an answer and the resource in it.
func (p *page) call(method, path string, form url.Values) (int, map[string]any) {
	p.t.Helper()
	query := url.Values{"__clerk_api_version": {"2026-08-20"}, "__clerk_db_jwt": {p.browser}}
	sent := method
	if method != http.MethodGet && method != http.MethodPost {
		query.Set("_method", method)
		sent = http.MethodPost
	}
	request, err := http.NewRequestWithContext(p.t.Context(), sent, p.base+path+"?"+query.Encode(), strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "http://localhost:3000")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		p.t.Fatalf("%s %s: %v in %s", method, path, err, body)
	}
	if inner, ok := answer["response"].(map[string]any); ok {
		answer = inner
	}
	return response.StatusCode, answer
}

// TestFrontendAPI holds every endpoint of the Frontend API against Clerk's document.
func TestFrontendAPI(t *testing.T) {
	t.Parallel()
	instance := clerktest.Start(t)
	const address, password = "ada+clerk_test@example.com", "analytical engine"
	user := instance.CreateUser(clerktest.UserParams{
		EmailAddress: address, FirstName: "Ada", Memberships: []clerktest.Membership{{Role: "org:admin"}}, Password: password,
	})
	p := &page{base: judged(t, instance).url, t: t}
	_, browser := p.call("POST", "/v1/dev_browser", nil)
	p.browser, _ = browser["id"].(string)

	step := func(method, path string, form url.Values, want int) map[string]any {
		t.Helper()
		status, answer := p.call(method, path, form)
		if status != want {
			t.Errorf("%s %s: %d, want %d: %v", method, path, status, want, answer)
		}
		return answer
	}
	id := func(resource map[string]any, member string) string {
		t.Helper()
		text, _ := resource[member].(string)
		if text == "" {
			t.Fatalf("no %s in %v", member, resource)
		}
		return text
	}
	step("GET", "/v1/client", nil, 200)
	step("PUT", "/v1/client", nil, 200)
	step("POST", "/v1/client", nil, 200)
	step("GET", "/v1/environment", nil, 200)
	step("PATCH", "/v1/environment", nil, 200)

	step("POST", "/v1/client/sign_ins", url.Values{"identifier": {"nobody@example.com"}}, 422)
	step("POST", "/v1/client/sign_ins", url.Values{"identifier": {address}, "password": {"wrong"}}, 422)
	signIn := "/v1/client/sign_ins/" + id(step("POST", "/v1/client/sign_ins", url.Values{"identifier": {address}}, 200), "id")
	step("GET", signIn, nil, 200)
	step("GET", "/v1/client", nil, 200)
	step("POST", signIn+"/prepare_first_factor", url.Values{"strategy": {"email_code"}}, 200)
	step("GET", "/v1/client", nil, 200)
	step("POST", signIn+"/attempt_first_factor", url.Values{"code": {"000000"}, "strategy": {"email_code"}}, 422)
	session := "/v1/client/sessions/" +
		id(step("POST", signIn+"/attempt_first_factor", url.Values{"code": {"424242"}, "strategy": {"email_code"}}, 200), "created_session_id")
	step("GET", session, nil, 200)
	step("POST", session+"/touch", url.Values{"active_organization_id": {""}, "intent": {"select_session"}}, 200)
	step("POST", session+"/touch", url.Values{"active_organization_id": {instance.Organization().ID}}, 200)
	step("POST", session+"/tokens", url.Values{"organization_id": {""}}, 200)
	step("POST", session+"/tokens/unknown", nil, 404)
	step("POST", session+"/end", nil, 200)
	step("POST", session+"/tokens", nil, 404)
	step("GET", "/v1/client", nil, 200)

	session = "/v1/client/sessions/" + id(step("POST", "/v1/client/sign_ins",
		url.Values{"identifier": {address}, "password": {password}, "strategy": {"password"}}, 200), "created_session_id")
	step("POST", session+"/remove", nil, 200)
	client, err := backend.NewClient(backend.Options{APIURL: instance.APIURL(), SecretKey: instance.SecretKey()})
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := client.SignInTokens.Create(t.Context(), backend.SignInTokenCreateParams{UserID: user.ID})
	if err != nil {
		t.Fatal(err)
	}
	step("POST", "/v1/client/sign_ins", url.Values{"strategy": {"ticket"}, "ticket": {ticket.Token}}, 200)
	actor, err := client.ActorTokens.Create(t.Context(), backend.ActorTokenCreateParams{Actor: backend.ActorTokenActor{Sub: "user_1"}, UserID: user.ID})
	if err != nil {
		t.Fatal(err)
	}
	step("DELETE", "/v1/client/sessions", nil, 200)
	step("POST", "/v1/client/sign_ins", url.Values{"strategy": {"ticket"}, "ticket": {actor.Token}}, 200)
	step("GET", "/v1/client", nil, 200)
	step("DELETE", "/v1/client/sessions", nil, 200)

	signUp := "/v1/client/sign_ups/" + id(step("POST", "/v1/client/sign_ups", url.Values{"password": {password}}, 200), "id")
	step("GET", signUp, nil, 200)
	step("PATCH", signUp, url.Values{"email_address": {address}}, 422)
	step("PATCH", signUp, url.Values{"email_address": {"new+clerk_test@example.com"}}, 200)
	step("POST", signUp+"/prepare_verification", url.Values{"strategy": {"email_code"}}, 200)
	step("GET", "/v1/client", nil, 200)
	step("POST", signUp+"/attempt_verification", url.Values{"code": {"000000"}, "strategy": {"email_code"}}, 422)
	step("POST", signUp+"/attempt_verification", url.Values{"code": {"424242"}, "strategy": {"email_code"}}, 200)
	step("GET", "/v1/client", nil, 200)
	step("DELETE", "/v1/client", nil, 200)

	(&page{base: p.base, t: t}).call("GET", "/v1/client", nil)
}
