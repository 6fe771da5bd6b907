package adaptertest_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"unsafe"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
)

// wrap is a middleware of net/http.
type wrap = func(next http.Handler) http.Handler

// faults are adapters that are right but for one thing, and the cases that have
// to notice.
var faults = []struct {
	name    string
	spoil   func(*adaptertest.NetHTTP)
	noticed []string
}{
	{"aliases a reused buffer", behind(reuseBuffer), []string{"isolation/after the request", "isolation/overlapping requests", "isolation/reused buffers"}},
	{"asks nobody about Skip", options(func(o *adaptertest.HTTPOptions) { o.Skip = nil }), []string{"annotate/skip"}},
	{"authenticates again", before(forgetContext), []string{"chain/middleware twice is once"}},
	{"calls an outage a denial", gate(denyOutage), []string{"deny/503"}},
	{"calls strangers unauthorized", behind(wrap(guard())), []string{"annotate/everyone passes", "cors/behind", "http/methods"}},
	{"clears headers of others", before(clearHeaders), []string{"cors/first"}},
	{"clears headers of others and CORS", behind(clearHeaders), []string{"cors/behind"}},
	{"consumes the body", before(parseForm), []string{"http/body"}},
	{"does not abort after a denial", gate(passDenied), []string{"chain/middleware missing", "deny/401", "deny/403", "deny/pages", "http/hostile requests", "http/methods"}},
	{"does not abort after a redirect", twice, []string{"http/handshake", "http/handshake cookies"}},
	{"keeps auth by address", behind(byAddress), []string{"isolation/parallel users", "isolation/reused buffers"}},
	{"keeps auth in a store of its own", ownStore, []string{"annotate/auth is in the context"}},
	{"keeps one auth for all", behind(oneForAll), []string{"isolation/overlapping requests", "isolation/reused buffers"}},
	{"lets pass what is out of order", options(ignorePerRequestError), []string{"errors/per request"}},
	{"lets preflights pass guards", gate(passOptions), []string{"http/methods"}},
	{"overwrites Set-Cookie", before(oneCookie), []string{"http/handshake cookies"}},
	{"panics", before(panicAtShortTokens), []string{"http/hostile requests"}},
	{"passes guards without middleware", gate(passMissing), []string{"annotate/skip", "chain/middleware missing"}},
	{"swallows errors", gate(swallow), []string{"errors/option ErrorHandler", "errors/path of the framework"}},
	{"takes any target", before(representable), []string{"http/unrepresentable"}},
	{"takes pages for programs", func(n *adaptertest.NetHTTP) { n.RequireSignIn = n.RequireAuth }, []string{"deny/pages"}},
	{"trusts foreign auth", trustForeign, []string{"annotate/foreign auth is not trusted"}},
}

// TestFaultsAreNoticed holds that each case of the suite fails where an adapter
// has a fault that the case is about, and that no case is without such a fault.
func TestFaultsAreNoticed(t *testing.T) {
	t.Parallel()
	var noticing []string
	for _, fault := range faults {
		for _, name := range fault.noticed {
			noticing = append(noticing, name)
			t.Run(fault.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				adapter := honest()
				fault.spoil(&adapter)
				complaints := adaptertest.Complaints(t, adapter.Build, name)
				if len(complaints) == 0 {
					t.Fatal("the case passes")
				}
				t.Log(complaints[0])
			})
		}
	}
	for _, name := range adaptertest.CaseNames() {
		if !slices.Contains(noticing, name) {
			t.Errorf("no fault is noticed by %s", name)
		}
	}
}

// before puts a fault in front of the middleware.
func before(fault wrap) func(*adaptertest.NetHTTP) {
	return func(n *adaptertest.NetHTTP) {
		n.Middleware = func(o adaptertest.HTTPOptions) func(http.Handler) http.Handler {
			return func(next http.Handler) http.Handler { return fault(annotate(o)(next)) }
		}
	}
}

// behind puts a fault between the middleware and what follows.
func behind(fault wrap) func(*adaptertest.NetHTTP) {
	return func(n *adaptertest.NetHTTP) {
		n.Middleware = func(o adaptertest.HTTPOptions) func(http.Handler) http.Handler {
			return func(next http.Handler) http.Handler { return annotate(o)(fault(next)) }
		}
	}
}

// options spoils the options on their way.
func options(spoil func(*adaptertest.HTTPOptions)) func(*adaptertest.NetHTTP) {
	return func(n *adaptertest.NetHTTP) {
		n.Middleware = func(o adaptertest.HTTPOptions) func(http.Handler) http.Handler {
			spoil(&o)
			return annotate(o)
		}
	}
}

// gate spoils both guards. The fault is given what is guarded and what guards it.
func gate(fault func(guarded, next http.Handler) http.Handler) func(*adaptertest.NetHTTP) {
	return func(n *adaptertest.NetHTTP) {
		auth, signIn := n.RequireAuth, n.RequireSignIn
		n.RequireAuth = func(requirements ...core.Requirement) func(http.Handler) http.Handler {
			return func(next http.Handler) http.Handler { return fault(auth(requirements...)(next), next) }
		}
		n.RequireSignIn = func(requirements ...core.Requirement) func(http.Handler) http.Handler {
			return func(next http.Handler) http.Handler { return fault(signIn(requirements...)(next), next) }
		}
	}
}

// reuseBuffer hands out a user ID that lies in a buffer, as frameworks do that
// save allocations.
func reuseBuffer(next http.Handler) http.Handler {
	buffer := make([]byte, 64)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		auth := *core.AuthFromContext(r.Context())
		if n := copy(buffer, auth.UserID); n > 0 {
			auth.UserID = unsafe.String(&buffer[0], n)
		}
		next.ServeHTTP(w, r.WithContext(core.WithAuth(r.Context(), &auth)))
	})
}

// oneForAll overwrites one auth with that of each request.
func oneForAll(next http.Handler) http.Handler {
	var shared core.Auth
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shared = *core.AuthFromContext(r.Context())
		next.ServeHTTP(w, r.WithContext(core.WithAuth(r.Context(), &shared)))
	})
}

// byAddress takes all requests of one address for those of one user.
func byAddress(next http.Handler) http.Handler {
	var known sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		auth, _ := known.LoadOrStore(host, core.AuthFromContext(r.Context()))
		next.ServeHTTP(w, r.WithContext(core.WithAuth(r.Context(), auth.(*core.Auth))))
	})
}

// forgetContext drops what is known of the request.
func forgetContext(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.Background()))
	})
}

// clearHeaders drops what others have set when a request is denied.
func clearHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&spoiledWriter{w, func(status int, header http.Header) int {
			if status == http.StatusUnauthorized {
				header.Del("Access-Control-Allow-Origin")
			}
			return status
		}}, r)
	})
}

// oneCookie keeps the last line of Set-Cookie only.
func oneCookie(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&spoiledWriter{w, func(status int, header http.Header) int {
			if lines := header["Set-Cookie"]; len(lines) > 1 {
				header["Set-Cookie"] = lines[len(lines)-1:]
			}
			return status
		}}, r)
	})
}

// spoiledWriter spoils the status and the header of a response.
type spoiledWriter struct {
	http.ResponseWriter
	spoil func(status int, header http.Header) int
}

// WriteHeader implements [http.ResponseWriter].
func (w *spoiledWriter) WriteHeader(status int) {
	w.ResponseWriter.WriteHeader(w.spoil(status, w.Header()))
}

// parseForm looks for a token in the body.
func parseForm(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		next.ServeHTTP(w, r)
	})
}

// panicAtShortTokens cuts a scheme that may not be there.
func panicAtShortTokens(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if value := r.Header.Get("Authorization"); value != "" {
			_ = value[len("Bearer "):]
		}
		next.ServeHTTP(w, r)
	})
}

// representable shows the middleware a harmless request line.
func representable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Method, r.RequestURI = http.MethodGet, "/"
		next.ServeHTTP(w, r)
	})
}

// twice runs the handler after a redirect.
func twice(n *adaptertest.NetHTTP) {
	n.Middleware = func(o adaptertest.HTTPOptions) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			inner := annotate(o)(next)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				redirected := false
				inner.ServeHTTP(&spoiledWriter{w, func(status int, _ http.Header) int {
					redirected = status == http.StatusTemporaryRedirect
					return status
				}}, r)
				if redirected {
					next.ServeHTTP(w, r)
				}
			})
		}
	}
}

// ignorePerRequestError takes what came with an error.
func ignorePerRequestError(o *adaptertest.HTTPOptions) {
	if perRequest := o.PerRequest; perRequest != nil {
		o.PerRequest = func(r *http.Request) (core.AuthenticateOptions, error) {
			authenticate, _ := perRequest(r)
			return authenticate, nil
		}
	}
}

// passDenied runs the handler whatever the guard says.
func passDenied(guarded, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		passed := false
		guarded.ServeHTTP(&spoiledWriter{w, func(status int, _ http.Header) int {
			passed = status >= http.StatusMultipleChoices
			return status
		}}, r)
		if passed {
			next.ServeHTTP(w, r)
		}
	})
}

// denyOutage tells a user to sign in because Clerk is out of reach.
func denyOutage(guarded, _ http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		guarded.ServeHTTP(&spoiledWriter{w, func(status int, _ http.Header) int {
			if status == http.StatusServiceUnavailable {
				return http.StatusUnauthorized
			}
			return status
		}}, r)
	})
}

// passMissing lets everyone pass where no middleware ran.
func passMissing(guarded, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if core.HasAuth(r.Context()) {
			guarded.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// passOptions takes every OPTIONS for a preflight.
func passOptions(guarded, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// swallow keeps errors from whoever wants to know.
func swallow(guarded, _ http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		guarded.ServeHTTP(w, withErrorHandler(r, nil))
	})
}

// ownStoreKey is where an adapter keeps what core knows nothing of.
type ownStoreKey struct{}

// ownStore keeps the auth under a key of its own.
func ownStore(n *adaptertest.NetHTTP) {
	behind(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			auth := core.AuthFromContext(r.Context(), core.Accept(core.AnyToken))
			next.ServeHTTP(w, r.WithContext(context.WithValue(context.Background(), ownStoreKey{}, auth)))
		})
	})(n)
	n.GetAuth = func(r *http.Request, views ...core.View) *core.Auth {
		auth, _ := r.Context().Value(ownStoreKey{}).(*core.Auth)
		return auth.View(views...)
	}
}

// trustForeign trusts what stands under the key "auth".
func trustForeign(n *adaptertest.NetHTTP) {
	inner := n.GetAuth
	n.GetAuth = func(r *http.Request, views ...core.View) *core.Auth {
		if foreign, ok := r.Context().Value("auth").(map[string]string); ok {
			return &core.Auth{TokenType: core.SessionToken, UserID: foreign["userId"]}
		}
		return inner(r, views...)
	}
}
