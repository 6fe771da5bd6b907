package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
)

func TestRun(t *testing.T) {
	inst := exampletest.Start(t)
	want := "2 users, the first 2:\n"
	for _, email := range []string{"ada@example.com", "grace@example.com"} {
		user := inst.CreateUser(clerktest.UserParams{EmailAddress: email})
		want += user.ID + " " + email + "\n"
	}
	want += "status 404, code resource_not_found\n"
	var out strings.Builder
	if err := run(t.Context(), exampletest.Client(t, inst), &out); err != nil {
		t.Fatal(err)
	}
	if got := lines(out.String()); got != lines(want) {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

// lines are the lines of a text in any order: newer users come first.
func lines(text string) string {
	all := strings.Split(text, "\n")
	slices.Sort(all)
	return strings.Join(all, "\n")
}
