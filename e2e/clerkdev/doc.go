// Package clerkdev runs each example as a reader does, by clerkdev, and tries what the
// list of examples promises of it. A result that go test has cached says nothing about
// an example that has changed: -count=1 runs all again.
package clerkdev
