// Package adaptertest is the suite that every adapter passes. [Run] tests what an
// adapter has to do, or a whole stack around one: who is let through, who is told
// what, and that no user is ever taken for another. [Vectors] replays what
// Clerk's middleware for Express did.
//
// # A stack of net/http
//
// Whoever puts chiclerk behind middleware of their own can hold that nothing of
// it breaks authentication: [NetHTTP] builds the applications.
//
//	func TestStack(t *testing.T) {
//		adaptertest.Run(t, adaptertest.NetHTTP{
//			Middleware: func(o adaptertest.HTTPOptions) func(http.Handler) http.Handler {
//				return chiclerk.Middleware(chiclerk.Options(o))
//			},
//			RequireAuth:   chiclerk.RequireAuth,
//			RequireSignIn: chiclerk.RequireSignIn,
//			GetAuth:       chiclerk.GetAuth,
//			Stack:         func(next http.Handler) http.Handler { return logging(compressing(next)) },
//		}.Build)
//	}
//
// # Another framework
//
// An adapter's test says how to build an [App] with its framework; one [Build]
// serves the whole package:
//
//	func TestAdapter(t *testing.T) { adaptertest.Run(t, build) }
//
//	func TestVectors(t *testing.T) { adaptertest.Vectors(t, "gin", build) }
//
//	func TestVectorsMutated(t *testing.T) { adaptertest.VectorsMutated(t, build) }
//
//	func build(app adaptertest.App) adaptertest.Serve {
//		r := gin.New()
//		for range app.Middlewares {
//			r.Use(ginclerk.Middleware(…))
//		}
//		for _, route := range app.Routes {
//			r.Any(route.Path, …, func(c *gin.Context) {
//				auth := ginclerk.GetAuth(c, route.Views...)
//				c.Data(200, "application/json", route.Answer(c.Request.Context(), auth, c.Request.Body))
//			})
//		}
//		return func(l net.Listener) error { return http.Serve(l, r) }
//	}
//
// Run needs a server that keeps connections and takes headers of 32 KB. Recovery
// from panics belongs in the build, in front of everything, and has to answer
// 500: that is how the suite tells a panic.
//
// The vectors are in testdata/vectors of the repository, in no module; where they
// are missing their tests are skipped.
package adaptertest
