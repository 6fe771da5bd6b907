package core_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
)

func TestVectorsRedirects(t *testing.T) {
	t.Parallel()
	vectors.Replay(t, "d-redirects", "", runRedirects, vectors.Rules{"tasks-append": tasksInPath})
}

func TestVectorsRedirectsMutated(t *testing.T) {
	t.Parallel()
	vectors.Mutate(t, "d-redirects", runRedirects, nil)
}

// redirectsInput is the input of a case of suite d.
type redirectsInput struct {
	PublishableKey string `json:"publishableKey"`
	BaseURL        string `json:"baseUrl"`
	SignInURL      string `json:"signInUrl"`
	SignUpURL      string `json:"signUpUrl"`
	DevBrowser     string `json:"devBrowserToken"`
	SessionStatus  string `json:"sessionStatus"`
	IsSatellite    bool   `json:"isSatellite"`
	Call           struct {
		ReturnBackURL string `json:"returnBackUrl"`
	} `json:"call"`
}

// redirectsOf returns what both helpers give for a case.
func redirectsOf(c vectors.Case) (signIn, signUp func() (string, error), err error) {
	var in redirectsInput
	if err := vectors.Decode(c.Input, &in); err != nil {
		return nil, nil, err
	}
	r := core.Redirects{
		PublishableKey: in.PublishableKey, BaseURL: in.BaseURL, SignInURL: in.SignInURL, SignUpURL: in.SignUpURL,
		DevBrowser: in.DevBrowser, Pending: in.SessionStatus == "pending", IsSatellite: in.IsSatellite,
	}
	back := in.Call.ReturnBackURL
	return func() (string, error) { return r.SignIn(back) }, func() (string, error) { return r.SignUp(back) }, nil
}

// codeInvalidURL is what JavaScript calls a text that is no URL.
const codeInvalidURL = "ERR_INVALID_URL"

func runRedirects(c vectors.Case) error {
	type target struct {
		URL    *string `json:"url"`
		Throws *struct {
			Code string `json:"code"`
		} `json:"throws"`
	}
	var expect struct {
		SignIn target `json:"redirectToSignIn"`
		SignUp target `json:"redirectToSignUp"`
	}
	signIn, signUp, err := redirectsOf(c)
	if err := errors.Join(err, vectors.Decode(c.Expect, &expect)); err != nil {
		return err
	}
	compare := func(name string, want target, build func() (string, error)) error {
		got, err := build()
		switch {
		case (want.URL == nil) == (want.Throws == nil):
			return fmt.Errorf("%s: the expectation is incomplete", name)
		case want.URL == nil && want.Throws.Code != "" && want.Throws.Code != codeInvalidURL:
			return fmt.Errorf("%s: no error of ours has the code %s", name, want.Throws.Code)
		case want.URL == nil && err == nil:
			return fmt.Errorf("%s: want an error, got %s", name, got)
		case want.URL != nil && err != nil:
			return fmt.Errorf("%s: %w", name, err)
		case want.URL != nil && got != *want.URL:
			return fmt.Errorf("%s:\nwant %s\ngot  %s", name, *want.URL, got)
		}
		return nil
	}
	return errors.Join(compare("sign-in", expect.SignIn, signIn), compare("sign-up", expect.SignUp, signUp))
}

// tasksInPath is the rule that /tasks is appended to the path, in front of the
// query.
func tasksInPath(c vectors.Case) error {
	signIn, signUp, err := redirectsOf(c)
	if err != nil {
		return err
	}
	for _, build := range []func() (string, error){signIn, signUp} {
		got, err := build()
		if err != nil {
			return err
		}
		if path, _, _ := strings.Cut(got, "?"); !strings.HasSuffix(path, "/tasks") {
			return fmt.Errorf("want a path that ends in /tasks, got %s", got)
		}
	}
	return nil
}
