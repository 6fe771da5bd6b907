// Package contract holds tests that hold core/backend against the document in
// which Clerk describes the Backend API (OpenAPI 3.0). Each operation is called
// over HTTP several times, with parameters and answers that are made up from
// its schemas. The requests have to be what the document allows and carry all
// that the parameters hold; what an answer says has to survive in the Go value.
//
// The document is bapi-2026-05-12.yml in ../shared/openapi, seen from the
// repository, or in the folder that CLERK_OPENAPI names. Without it the tests
// are skipped; in CI, where CI is true, that is a failure.
//
// Deliberate differences stand in one table, exceptions_test.go. One that is not
// needed any more is a failure.
package contract
