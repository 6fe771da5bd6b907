package adaptertest_test

import (
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
)

// The functions annotate, guard and guardPage are the members of an adapter for
// net/http, and behindProxy is what stands in front of it in production. Here a
// stack is tested whole, as TestStack of some package.
func ExampleRun() {
	TestStack := func(t *testing.T) {
		adaptertest.Run(t, adaptertest.NetHTTP{
			Middleware:    annotate,
			RequireAuth:   guard,
			RequireSignIn: guardPage,
			GetAuth:       getAuth,
			Stack:         behindProxy,
		}.Build)
	}
	_ = TestStack
}

// behindProxy is a middleware of an application.
func behindProxy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Via", "1.1 example")
		next.ServeHTTP(w, r)
	})
}
