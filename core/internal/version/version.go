// Package version holds what this module says about itself to Clerk.
package version

const (
	// API is the dated version of the Backend API that the types of this
	// module follow. It is sent as Clerk-API-Version.
	API = "2026-05-12"

	// UserAgent is the User-Agent header of a client that sets none.
	UserAgent = "clerk-go/core@" + Version

	// Version is the version of every module of this repository.
	Version = "0.1.0"
)
