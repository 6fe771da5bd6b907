package clerktest_test

import (
	"net/url"
	"slices"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Who is told of a code may call the instance, and is told before the answer comes.
func TestCodeMayCallTheInstance(t *testing.T) {
	t.Parallel()
	var inst *clerktest.Instance
	var told []string
	inst = clerktest.Start(t, clerktest.Options{Code: func(address, code string) {
		inst.CreateUser(clerktest.UserParams{FirstName: address})
		told = append(told, address)
	}})
	inst.CreateUser(clerktest.UserParams{EmailAddress: "ada@example.com"})
	v := visit(t, inst)
	v.open(v.app)
	a := v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {"ada@example.com"}})
	v.must("POST", "/v1/client/sign_ins/"+a["id"].(string)+"/prepare_first_factor", url.Values{"strategy": {"email_code"}})
	b := v.must("POST", "/v1/client/sign_ups", url.Values{"email_address": {"new@example.com"}})
	v.must("POST", "/v1/client/sign_ups/"+b["id"].(string)+"/prepare_verification", url.Values{"strategy": {"email_code"}})
	for path, form := range map[string]url.Values{
		"/sign-in": {"identifier": {"ada@example.com"}, "strategy": {"email_code"}},
		"/sign-up": {"email_address": {"other@example.com"}},
	} {
		v.send("POST", inst.URL()+path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Origin", inst.URL())
	}
	slices.Sort(told)
	if want := []string{"ada@example.com", "ada@example.com", "new@example.com", "other@example.com"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}
