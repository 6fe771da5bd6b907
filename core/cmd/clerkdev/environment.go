package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// environment returns inherited variables with the local Clerk's in place of
// every CLERK_* one: a leftover variable would mix two instances.
func environment(inherited, local []string) []string {
	env := slices.DeleteFunc(slices.Clone(inherited), func(variable string) bool {
		return strings.HasPrefix(variable, "CLERK_")
	})
	return append(env, local...)
}

// variableName is what the names of the local Clerk's variables are like.
var variableName = regexp.MustCompile(`^CLERK_[A-Z_]+$`)

// printEnv prints the variables of a running local Clerk for a shell to read.
func printEnv(addr string, args []string, stdout io.Writer) error {
	flags := newFlags("clerkdev env")
	flags.StringVar(&addr, "addr", addr, "")
	if help, err := parse(flags, args); help || err != nil {
		return err
	}
	if err := noArguments(flags); err != nil {
		return err
	}
	var answer struct {
		Variables []string `json:"variables"`
	}
	if err := ask(addr, "GET", "/clerkdev/env", nil, &answer); err != nil {
		return err
	}
	for _, variable := range answer.Variables {
		name, value, _ := strings.Cut(variable, "=")
		if !variableName.MatchString(name) { // a shell runs what is printed here
			return fmt.Errorf("what answers at %s is no local Clerk: it has a variable of an odd name", addr)
		}
		fmt.Fprintf(stdout, "export %s=%s\n", name, quote(value))
	}
	return nil
}

// quote makes one word of text for a POSIX shell (Shell Command Language,
// 2.2.2): within single quotes nothing is special but the quote itself.
func quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
