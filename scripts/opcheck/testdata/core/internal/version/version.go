// Package version holds the version of the API.
package version

// The versions.
const (
	Module = "1.0.0"
	API    = "2020-01-02"
)
