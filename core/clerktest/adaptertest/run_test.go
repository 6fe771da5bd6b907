package adaptertest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
)

func TestRun(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, build)
}

// honest is the adapter that core/doc.go describes, for net/http.
func honest() adaptertest.NetHTTP {
	return adaptertest.NetHTTP{
		Middleware:    annotate,
		RequireAuth:   guard,
		RequireSignIn: guardPage,
		GetAuth:       getAuth,
	}
}

func getAuth(r *http.Request, views ...core.View) *core.Auth {
	return core.AuthFromContext(r.Context(), views...)
}

const hint = "add Middleware()"

func annotate(o adaptertest.HTTPOptions) func(http.Handler) http.Handler {
	m, err := core.NewMiddleware(core.MiddlewareOptions[*http.Request]{
		Authenticate: o.Authenticate, Client: o.Client, FrontendProxy: o.FrontendProxy, PerRequest: o.PerRequest,
	})
	if err != nil {
		panic(err)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, request := r.Context(), core.FromHTTP(r)
			switch {
			case o.Skip != nil && o.Skip(r) || core.HasAuth(ctx):
				next.ServeHTTP(w, r)
				return
			case !core.Representable(r.Method, r.RequestURI):
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			if proxy := m.Proxy(request); proxy != nil {
				proxy.ServeHTTP(w, r)
				return
			}
			r = withErrorHandler(r, o.ErrorHandler)
			state, err := m.Authenticate(ctx, r, request)
			if err != nil {
				fail(w, r, err)
				return
			}
			state.WriteHeaders(w.Header())
			if status, ok := state.Redirect(); ok {
				w.WriteHeader(status)
				return
			}
			next.ServeHTTP(w, r.WithContext(state.WithAuth(r.Context())))
		})
	}
}

func guard(requirements ...core.Requirement) func(http.Handler) http.Handler {
	gate := core.NewGate(hint, requirements...)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := gate.Admit(r.Context()); err != nil {
				fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func guardPage(requirements ...core.Requirement) func(http.Handler) http.Handler {
	gate := core.NewGate(hint, requirements...)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch _, signIn, err := gate.AdmitOrSignIn(r.Context(), core.FromHTTP(r)); {
			case err != nil:
				fail(w, r, err)
			case signIn != "":
				w.Header().Set("Cache-Control", "no-store")
				http.Redirect(w, r, signIn, http.StatusSeeOther)
			default:
				next.ServeHTTP(w, r)
			}
		})
	}
}

// errorHandlerKey is where annotate leaves the ErrorHandler to the guards.
type errorHandlerKey struct{}

type errorHandler = func(w http.ResponseWriter, r *http.Request, err error)

func withErrorHandler(r *http.Request, handler errorHandler) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), errorHandlerKey{}, handler))
}

// fail answers a request that is not let through. A handler that answers nothing
// leaves that to the error.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	authErr := core.AsAuthError(err)
	if handler, _ := r.Context().Value(errorHandlerKey{}).(errorHandler); handler != nil {
		answer := httptest.NewRecorder()
		answer.Code = 0
		if handler(answer, r, authErr); answer.Code != 0 {
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes())
			return
		}
	}
	authErr.WriteTo(w)
}
