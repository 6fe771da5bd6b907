// Package browser proves the local Clerk and the examples by a browser for people:
// Chromium visits the hosted pages, the examples as programs of their own, and runs
// ClerkJS, at a pinned version and unmodified. It takes the pictures of the
// documentation too:
//
//	go test ./e2e/browser -run Screenshots -screenshots ../../docs
//
// A result that go test has cached says nothing about an example that has changed:
// -count=1 runs all again.
package browser
