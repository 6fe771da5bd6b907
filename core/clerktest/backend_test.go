package clerktest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// apiURL is where tests reach the Backend API of an instance.
func apiURL(_ *testing.T, inst *clerktest.Instance) string { return inst.APIURL() }

// backendOf returns a client of an instance's Backend API.
func backendOf(t *testing.T, inst *clerktest.Instance) *backend.Client {
	t.Helper()
	return backendBy(t, inst, backend.Options{SecretKey: inst.SecretKey()})
}

func backendBy(t *testing.T, inst *clerktest.Instance, options backend.Options) *backend.Client {
	t.Helper()
	options.APIURL, options.HTTPClient = apiURL(t, inst), client
	c, err := backend.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// must returns what a call returned, as must(call(…))(t), unless it failed.
func must[T any](result T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

// refused fails a test unless a call was refused in one way.
func refused[T any](_ T, err error) func(t *testing.T, want string) {
	return func(t *testing.T, want string) {
		t.Helper()
		if got := refusal(err); got != want {
			t.Errorf("refused by %q, want %q", got, want)
		}
	}
}

// refusal is an error of the Backend API as "status code param", "" for none.
func refusal(err error) string {
	if err == nil {
		return ""
	}
	apiErr, ok := errors.AsType[*backend.Error](err)
	if !ok {
		return err.Error()
	}
	if len(apiErr.Errors) != 1 {
		return fmt.Sprint(apiErr.Status, " ", apiErr.Code)
	}
	detail := apiErr.Errors[0]
	return strings.TrimSpace(fmt.Sprint(apiErr.Status, " ", detail.Code, " ", detail.Meta.ParamName))
}
