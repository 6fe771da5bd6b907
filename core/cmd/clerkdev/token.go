package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

// A tokenKind is a kind of token: who makes it, and the flags that fit.
type tokenKind struct {
	name  string
	path  string
	flags []string
}

var tokenKinds = []tokenKind{
	{"session", "/clerkdev/token", []string{"org", "role", "ttl", "user"}},
	{"api_key", "/clerkdev/api_key", []string{"org", "scopes", "ttl", "user"}},
	{"m2m", "/clerkdev/m2m_token", []string{"machine", "scopes", "ttl"}},
	{"oauth", "/clerkdev/oauth_token", []string{"scopes", "ttl", "user"}},
}

// printToken prints a token of a running local Clerk.
func printToken(addr string, args []string, stdout io.Writer) error {
	flags := newFlags("clerkdev token")
	flags.StringVar(&addr, "addr", addr, "")
	name := flags.String("kind", "session", "")
	machine := flags.String("machine", "", "")
	organization := flags.String("org", "", "")
	role := flags.String("role", "", "")
	scopes := flags.String("scopes", "", "")
	ttl := flags.Duration("ttl", 0, "")
	user := flags.String("user", "", "")
	if help, err := parse(flags, args); help || err != nil {
		return err
	}
	if err := noArguments(flags); err != nil {
		return err
	}
	kind, err := kindOf(*name)
	if err != nil {
		return err
	}
	if err := onlyFlags(flags, "a token of kind "+kind.name, append(kind.flags, "addr", "kind")...); err != nil {
		return err
	}
	request := map[string]any{}
	flags.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "machine":
			request["machine"] = *machine
		case "org":
			request["organization"] = *organization
		case "role":
			request["role"] = *role
		case "scopes":
			request["scopes"] = strings.FieldsFunc(*scopes, func(r rune) bool { return r == ',' || r == ' ' })
		case "ttl":
			request["ttl_seconds"] = int64(*ttl / time.Second)
		case "user":
			request["user"] = *user
		}
	})
	if _, given := request["ttl_seconds"]; given && *ttl < time.Second {
		return &exitError{statusUsage, fmt.Errorf("-ttl %v: want a second or more", *ttl)}
	}
	var answer struct {
		Token string `json:"token"`
	}
	if err := ask(addr, "POST", kind.path, request, &answer); err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, answer.Token)
	return err
}

func kindOf(name string) (tokenKind, error) {
	var names []string
	for _, kind := range tokenKinds {
		if kind.name == name {
			return kind, nil
		}
		names = append(names, kind.name)
	}
	return tokenKind{}, &exitError{statusUsage, fmt.Errorf("-kind %q: want one of %s", name, strings.Join(names, ", "))}
}
