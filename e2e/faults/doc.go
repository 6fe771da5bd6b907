// Package faults holds tests that break everything between an application and Clerk,
// over TCP connections, and hold what visitors and callers get meanwhile.
//
// An API of Clerk's, with keys of its own, answers the Backend API and the Frontend
// API. It can break each answer in the ways that fault_test.go lists: byte by byte, so
// that nothing of this repository decides what breaks. TestFaults has each fault meet
// each thing an application does, and besides: names that cannot be resolved, keys that
// rotate, clocks that jump, and requests that end while they wait.
//
// TestLoad sends mixed traffic through each adapter for ten seconds, as fast as it
// goes, while faults come and go and keys rotate. CLERK_SOAK=10m makes it last as long
// as it says.
package faults
