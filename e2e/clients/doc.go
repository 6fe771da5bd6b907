// Package clients proves the local Clerk by clients that this project did not write:
// Clerk's own packages for JavaScript and Go, at pinned versions, unmodified.
package clients
