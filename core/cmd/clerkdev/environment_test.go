package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What answers in the place of the local Clerk makes a shell run nothing.
func TestEnvOfAStranger(t *testing.T) {
	t.Parallel()
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Clerk-Emulator", "1")
		_, _ = w.Write([]byte(`{"variables":["X; echo PWNED; Y=1"]}`))
	}))
	t.Cleanup(stranger.Close)
	var out strings.Builder
	if err := printEnv(stranger.Listener.Addr().String(), nil, &out); err == nil || strings.Contains(out.String(), "PWNED") {
		t.Errorf("printed %q, error %v", out.String(), err)
	}
}
