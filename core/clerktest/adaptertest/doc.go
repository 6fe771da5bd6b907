// Package adaptertest is the suite that every adapter passes. It replays what
// Clerk's middleware for Express did with real requests, and compares status,
// headers, body and the requests to Clerk.
//
// An adapter's test says how to build an [App] with its framework; everything
// else is here:
//
//	func TestVectors(t *testing.T) { adaptertest.Vectors(t, "gin", build) }
//
//	func TestVectorsMutated(t *testing.T) { adaptertest.VectorsMutated(t, build) }
//
//	func build(app adaptertest.App) adaptertest.Serve {
//		r := gin.New()
//		…
//		return func(l net.Listener) error { return http.Serve(l, r) }
//	}
//
// The vectors are in testdata/vectors of the repository, in no module; where they
// are missing the tests are skipped.
package adaptertest
