package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
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
  clerkdev [-addr HOST:PORT] [--] COMMAND [ARGUMENT…]   run COMMAND with every CLERK_* variable set
  clerkdev [-addr HOST:PORT]                            serve until Ctrl-C
  clerkdev token [-addr HOST:PORT] [-user EMAIL] [-role ROLE] [-ttl 60s]
                                                        print a session token of the running one
  clerkdev env [-addr HOST:PORT]                        print its variables for a shell

HOST is a loopback address; the default is ` + defaultAddr + `.
A COMMAND called token or env comes after "--".
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
	addr := flags.String("addr", defaultAddr, "")
	if help, err := parse(flags, args); help || err != nil {
		return err
	}
	rest := flags.Args()
	dashes := len(args) > len(rest) && args[len(args)-len(rest)-1] == "--"
	if len(rest) > 0 && !dashes {
		switch rest[0] {
		case "env":
			return printEnv(*addr, rest[1:], os.Stdout)
		case "token":
			return printToken(*addr, rest[1:], os.Stdout)
		}
	}
	return run(*addr, rest)
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
