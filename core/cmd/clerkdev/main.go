package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
)

// Exit statuses besides those of COMMAND, as shells use them.
const (
	statusFailure       = 1
	statusUsage         = 2
	statusNotExecutable = 126
	statusNotFound      = 127
	statusSignal        = 128 // plus the signal's number
)

const defaultAddr = "127.0.0.1:4400"

const usage = `clerkdev runs a program against a local Clerk.

Usage:
  clerkdev [flags] [--] COMMAND [ARGUMENT…]   run COMMAND with every CLERK_* variable set
  clerkdev [flags]                            serve until Ctrl-C
  clerkdev token [flags]                      print a token of the running one
  clerkdev env [-addr HOST:PORT]              print its variables for a shell
  clerkdev doctor [flags]                     say what is wrong with the CLERK_* variables that are set
  clerkdev webhook [-addr HOST:PORT] [-data] trigger TYPE
                                              have it send an event; -data reads its JSON
  clerkdev webhook [-addr HOST:PORT] list     print the last events and their answers
  clerkdev webhook [-addr HOST:PORT] replay ID
                                              have it send an event again

Flags of a local Clerk:
  -addr HOST:PORT   where it listens, on a loopback address; default ` + defaultAddr + `
  -packages DIR     node_modules folder to serve ClerkJS from
  -quiet            no line for each request
  -seed FILE        begin with the users and organizations of a JSON file
  -state FILE       keep users and organizations in a JSON file; -seed fills a new one
  -webhooks URL     send events to an application on this machine

Flags of token:
  -addr HOST:PORT   the local Clerk to ask
  -kind KIND        session (the default), api_key, m2m or oauth
  -machine NAME     the machine of an m2m token, by name or ID; default the first
  -org SLUG         the organization, by slug or ID, of a session or api_key token
  -role ROLE        the role in it of a session token; without -org in the user's first
  -scopes A,B       what an api_key, m2m or oauth token is for; of m2m names of machines
  -ttl 60s          how long it is valid; default 60s, a day of oauth, for ever of api_key
  -user EMAIL       the user, by email address or ID; default the first

Flags of doctor:
  -authorized-parties A,B   the AuthorizedParties of your middleware
  -header-limit BYTES       what your server reads of a header; 4096 in Fiber unless ReadBufferSize is set
  -request FILE             a request that was not answered as expected, as your server received it; - is standard input

A COMMAND called doctor, env, token or webhook comes after "--".
`

// An exitError ends the program with a status of its own.
type exitError struct {
	status int
	err    error // nil: nothing to print
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func main() {
	if supervising() {
		os.Exit(supervise(os.Args[1:]))
	}
	os.Exit(status(os.Stderr, dispatch(os.Args[1:])))
}

// status prints an error as one line and returns the exit status.
func status(stderr io.Writer, err error) int {
	if err == nil {
		return 0
	}
	code := statusFailure
	if exit, ok := errors.AsType[*exitError](err); ok {
		code, err = exit.status, exit.err
	}
	if err != nil {
		fmt.Fprintln(stderr, "clerkdev:", err)
	}
	return code
}

// dispatch runs what the arguments ask for.
func dispatch(args []string) error {
	flags := newFlags("clerkdev")
	var s settings
	flags.StringVar(&s.addr, "addr", defaultAddr, "")
	flags.StringVar(&s.packages, "packages", "", "")
	flags.BoolVar(&s.quiet, "quiet", false, "")
	flags.StringVar(&s.seed, "seed", "", "")
	flags.StringVar(&s.state, "state", "", "")
	flags.StringVar(&s.webhooks, "webhooks", "", "")
	if help, err := parse(flags, args); help || err != nil {
		return err
	}
	rest := flags.Args()
	dashes := len(args) > len(rest) && args[len(args)-len(rest)-1] == "--"
	if len(rest) > 0 && !dashes && rest[0] == "doctor" {
		if err := onlyFlags(flags, "clerkdev doctor"); err != nil {
			return err
		}
		return doctor(rest[1:], os.Stdin, os.Stdout)
	}
	if len(rest) > 0 && !dashes && slices.Contains([]string{"env", "token", "webhook"}, rest[0]) {
		if err := onlyFlags(flags, "clerkdev "+rest[0], "addr"); err != nil {
			return err
		}
		switch rest[0] {
		case "env":
			return printEnv(s.addr, rest[1:], os.Stdout)
		case "token":
			return printToken(s.addr, rest[1:], os.Stdout)
		}
		return webhookCommand(s.addr, rest[1:], os.Stdin, os.Stdout)
	}
	return run(s, rest)
}

func newFlags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // one line of ours instead
	flags.Usage = func() {}
	return flags
}

// parse reads flags. help means that the user asked for help and got it.
func parse(flags *flag.FlagSet, args []string) (help bool, err error) {
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Print(usage)
		return true, nil
	case err != nil:
		return false, &exitError{statusUsage, fmt.Errorf("%w; see clerkdev -h", err)}
	}
	return false, nil
}

// noArguments refuses what a subcommand does not understand.
func noArguments(flags *flag.FlagSet) error {
	if flags.NArg() == 0 {
		return nil
	}
	return &exitError{statusUsage, fmt.Errorf("%s takes flags only, got %q; a COMMAND of this name comes after --", flags.Name(), flags.Arg(0))}
}

// onlyFlags refuses flags that were given and do not fit, by name.
func onlyFlags(flags *flag.FlagSet, what string, fitting ...string) (err error) {
	flags.Visit(func(f *flag.Flag) {
		if err == nil && !slices.Contains(fitting, f.Name) {
			err = &exitError{statusUsage, fmt.Errorf("-%s is no flag of %s; see clerkdev -h", f.Name, what)}
		}
	})
	return err
}
