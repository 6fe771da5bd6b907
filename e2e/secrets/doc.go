// Package secrets feeds a marked secret into every input of this repository, and looks for
// it in every error, log line, header and printed value.
package secrets
