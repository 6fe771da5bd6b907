package main

import (
	"fmt"
	"io"
	"time"
)

// printToken prints a session token of a running local Clerk.
func printToken(addr string, args []string, stdout io.Writer) error {
	flags := newFlags("clerkdev token")
	flags.StringVar(&addr, "addr", addr, "")
	user := flags.String("user", "", "")
	role := flags.String("role", "", "")
	ttl := flags.Duration("ttl", time.Minute, "")
	if help, err := parse(flags, args); help || err != nil {
		return err
	}
	if err := noArguments(flags); err != nil {
		return err
	}
	if *ttl < time.Second {
		return &exitError{statusUsage, fmt.Errorf("-ttl %v: want a second or more", *ttl)}
	}
	request := map[string]any{"role": *role, "ttl_seconds": int64(*ttl / time.Second), "user": *user}
	var answer struct {
		JWT string `json:"jwt"`
	}
	if err := ask(addr, "POST", "/clerkdev/token", request, &answer); err != nil {
		return err
	}
	_, err := fmt.Fprintln(stdout, answer.JWT)
	return err
}
