// Command opcheck holds the package core/backend against the document in which
// Clerk describes the Backend API: each operation has one method, and every
// parameter, body and response has the names and the types that the document
// says. It holds core/webhook against the document of webhooks too. It prints one
// line for each difference and, last, what is covered.
//
//	go run ./scripts/opcheck
//	go run ./scripts/opcheck -against NEWER.yml
//
// The second form compares two documents instead: + is new, - is gone and ~ is
// changed, each with the method that it concerns.
//
// The document is bapi-VERSION.yml in ../shared/openapi, or in the folder that
// CLERK_OPENAPI names; VERSION is the one that the module sends. Without a
// document the check is skipped; in CI, where CI is true, that is an error.
//
// The exit status is 0 if all is well, 1 if there are differences and 2 if the
// check could not run.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	against := flag.String("against", "", "list what `FILE`, a newer document, changes")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "opcheck: it takes no arguments, only -against FILE")
		os.Exit(2)
	}
	os.Exit(run(os.Stdout, os.Stderr, *against))
}

// run does all that the command does, and returns the exit status.
func run(stdout, stderr io.Writer, against string) int {
	root, err := repository()
	if err != nil {
		fmt.Fprintln(stderr, "opcheck:", err)
		return 2
	}
	file, err := document(root)
	switch {
	case errors.Is(err, errNoDocument) && os.Getenv("CI") == "true":
		fmt.Fprintln(stderr, "opcheck:", err)
		return 1
	case errors.Is(err, errNoDocument):
		fmt.Fprintf(stdout, "opcheck: SKIPPED! core/backend is not checked; skipped because %v\n", err)
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "opcheck:", err)
		return 2
	}
	code, err := loadCode(root)
	if err != nil {
		fmt.Fprintln(stderr, "opcheck:", err)
		return 2
	}
	spec, err := loadSpec(file)
	if err != nil {
		fmt.Fprintln(stderr, "opcheck:", err)
		return 2
	}
	if against == "" {
		operations, err := loadScripted(file)
		if err != nil {
			fmt.Fprintln(stderr, "opcheck:", err)
			return 2
		}
		r := check(spec, code, exceptions)
		javascript(r, code, operations)
		return max(printReport(stdout, r), runEvents(stdout, stderr, root, filepath.Dir(file)))
	}
	newer, err := loadSpec(against)
	if err != nil {
		fmt.Fprintln(stderr, "opcheck:", err)
		return 2
	}
	for _, line := range changes(spec, newer, code) {
		fmt.Fprintln(stdout, line)
	}
	return 0
}

// runEvents checks core/webhook, and returns the exit status.
func runEvents(stdout, stderr io.Writer, root, folder string) int {
	clean, err := checkEvents(stdout, root, folder)
	switch {
	case errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") != "true":
		fmt.Fprintf(stdout, "opcheck: SKIPPED! core/webhook is not checked: %v\n", err)
	case err != nil:
		fmt.Fprintln(stderr, "opcheck:", err)
		return 2
	case !clean:
		return 1
	}
	return 0
}

// printReport prints a report and returns the exit status.
func printReport(w io.Writer, r *report) int {
	lines := r.lines()
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintln(w, r.summary())
	if len(lines) > 0 {
		return 1
	}
	return 0
}
