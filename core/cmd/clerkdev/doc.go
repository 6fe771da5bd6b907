// Command clerkdev runs a program against a local Clerk: keys, two users and
// the Backend API in memory on a loopback port. It needs no account.
//
//	go install github.com/clerkgo/clerk-go/core/cmd/clerkdev@latest
//
// # Usage
//
//	clerkdev [-addr HOST:PORT] [--] COMMAND [ARGUMENT…]
//	clerkdev [-addr HOST:PORT]
//	clerkdev token [-addr HOST:PORT] [-user EMAIL] [-role ROLE] [-ttl 60s]
//	clerkdev env [-addr HOST:PORT]
//
// The first form runs COMMAND with every CLERK_* variable set to the local
// Clerk's, in place of any that clerkdev inherits:
//
//	clerkdev go run ./examples/gin
//
// The second serves until Ctrl-C. While either runs, token prints a session
// token, of the first user unless told otherwise, and env prints the variables
// for a shell:
//
//	curl -H "Authorization: Bearer $(clerkdev token -role admin)" localhost:8080/me
//	eval "$(clerkdev env)"
//
// A token has the seeded organization only if a role is given, and org:admin
// may be written admin. A COMMAND that is called token or env comes after --.
//
// # Map
//
//	serve and run     run.go
//	subcommands       token.go, environment.go, ask.go
//	what ends it      end.go, parent_unix.go
//	processes         process_unix.go, supervisor_unix.go, process_windows.go
//	the terminal      terminal_unix.go
//
// # Processes
//
// COMMAND runs in a process group of its own. SIGINT, SIGTERM, SIGHUP and
// SIGQUIT reach the whole group, and what has not ended after five seconds is
// killed. What COMMAND leaves behind in its group ends with it. If clerkdev
// itself is killed, or the `go run` that started it, the group ends too. A
// process escapes only by leaving the group, as daemons do.
//
// If standard input is the terminal, COMMAND has it: it may read, Ctrl-C is
// COMMAND's to handle, without a time limit, and Ctrl-Z stops both COMMAND and
// clerkdev. On Windows a job object takes the group's place.
//
// The exit status is COMMAND's, or 128+n if signal n ended it; 127 if COMMAND
// is not found, 126 if it cannot be executed; 2 for a mistake in clerkdev's own
// arguments and 1 for any other failure.
//
// # Safety
//
// clerkdev listens on loopback addresses only, and refuses others. Its keys are
// random, gone when it ends, and good for nothing else. Every program on the
// machine can ask it for tokens, so let no COMMAND hold real data.
package main
