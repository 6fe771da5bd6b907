package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
)

// A person signs in on the satellite, by way of the primary domain, and is signed in
// on both.
func TestRoutes(t *testing.T) {
	clock := clerktest.NewClock(time.Now())
	inst := exampletest.Start(t, clerktest.Options{Now: clock.Now})
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	satellite := strings.TrimPrefix(server.URL, "http://")
	primary := strings.Replace(satellite, "127.0.0.1", "localhost", 1)
	handler = routes(primary, satellite)

	user := inst.CreateUser(clerktest.UserParams{})
	browser := inst.Browser()
	read := func(response *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.Request.URL.Host + response.Request.URL.Path + ": " + string(body)
	}
	for _, host := range []string{primary, satellite} {
		if got, want := read(browser.Get("http://"+host+"/")), host+"/: Nobody is signed in on "+host+"\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}

	response, err := browser.Get("http://" + satellite + "/profile")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	back := response.Request.URL.Query().Get("redirect_url")
	if response.Request.URL.Path != "/sign-in" || !strings.HasPrefix(back, "http://"+primary+"/sign-in?redirect_url=http%3A%2F%2F"+strings.Replace(satellite, ":", "%3A", 1)+"%2Fprofile") {
		t.Fatalf("a stranger is at %s", response.Request.URL)
	}
	clock.Advance(3 * time.Second) // for a person to sign in; until then redirects would count as a loop
	if got, want := read(browser.SignIn(user, back)), satellite+"/profile: The profile of "+user.ID+" on "+satellite+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, host := range []string{primary, satellite} {
		if got, want := read(browser.Get("http://"+host+"/")), host+"/: "+user.ID+" is signed in on "+host+"\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	clock.Advance(3 * time.Second)
	// Nobody else's page is a place to return to.
	if got := read(browser.Get("http://" + primary + "/sign-in?redirect_url=http://evil.example.com/")); strings.Contains(got, "evil") {
		t.Errorf("a foreign page to return to: %s", got)
	}
}
