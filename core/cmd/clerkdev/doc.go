// Command clerkdev runs a program against a local Clerk: keys, users, the Backend
// API, the Frontend API and sign-in pages, in memory, on a loopback port. It needs no
// account.
//
//	go install github.com/clerkgo/clerk-go/core/cmd/clerkdev@latest
//
// # Usage
//
//	clerkdev [-addr HOST:PORT] [-packages DIR] [-quiet] [-seed FILE] [-state FILE] [-webhooks URL] [--] COMMAND [ARGUMENT…]
//	clerkdev [the same flags]
//	clerkdev token [-addr HOST:PORT] [-kind KIND] [-user EMAIL] [-role ROLE] [-org SLUG] [-machine NAME] [-scopes A,B] [-ttl 60s]
//	clerkdev env [-addr HOST:PORT]
//	clerkdev doctor [-authorized-parties A,B] [-header-limit BYTES] [-request FILE]
//	clerkdev webhook [-addr HOST:PORT] [-data] trigger TYPE
//	clerkdev webhook [-addr HOST:PORT] list
//	clerkdev webhook [-addr HOST:PORT] replay ID
//
// The first form runs COMMAND with every CLERK_* variable set to the local
// Clerk's, in place of any that clerkdev inherits:
//
//	clerkdev go run ./examples/gin
//
// The second serves until Ctrl-C. The first lines, on standard error, say where to
// sign in and who may. A line follows for each request, with its time, method, path,
// status, duration and why a browser came or was refused; -quiet leaves these out. A
// one-time code is a line too, in place of an email. Colours are for a terminal only,
// and not if NO_COLOR is set.
//
// While either runs, token prints a token and env prints the variables for a shell:
//
//	curl -H "Authorization: Bearer $(clerkdev token -role admin)" localhost:8080/me
//	eval "$(clerkdev env)"
//
// A COMMAND that is called doctor, env, token or webhook comes after --.
//
// -packages serves ClerkJS, @clerk/clerk-js and @clerk/ui, from a node_modules folder.
//
// # Tokens
//
// A token is of one kind:
//
//	session  -user -role -org -ttl      a session token, by default of the first user, for 60 seconds
//	api_key  -user or -org, -scopes -ttl  a new API key of the first user, for ever
//	m2m      -machine -scopes -ttl      a machine token (JWT) of the first machine, for those that it may reach
//	oauth    -user -scopes -ttl         an OAuth access token of the first user, for a day
//
// A session token has an organization only if -org or -role is given: -org alone gives
// the user's role there, -role alone the user's first organization. The prefix of
// org:admin may be left out. Users are named by email address or ID, organizations by
// slug or ID, machines by name or ID.
//
// # Webhooks
//
// -webhooks sends events to an application on this machine: what its pages and APIs
// change announces itself, and "webhook trigger" sends an event of any type, about the
// newest user, session or organization, or with the JSON of standard input as its data.
// Events are signed with CLERK_WEBHOOK_SIGNING_SECRET, and sent again, as Clerk's are,
// until they are acknowledged. "webhook list" prints the last ones with the status of
// each answer, "webhook replay" sends one again.
//
// # Doctor
//
// doctor needs no local Clerk: it looks at the CLERK_* variables of the environment, asks
// Clerk, and prints a line for each thing that it looked at, with what to do about it;
// core.Diagnose lists them. The exit status is 1 if it found a problem. No key and no
// token is printed.
//
//	clerkdev doctor -authorized-parties https://example.com
//	clerkdev doctor -request request.txt
//
// # Seeds
//
// -seed begins with the contents of a JSON file in place of the two default users:
//
//	{
//	  "organizations": [{"name": "Acme", "slug": "acme", "public_metadata": {"plan": "pro"}}],
//	  "users": [{
//	    "email_address": ["ada@example.com"],
//	    "first_name": "Ada",
//	    "password": "correct horse battery",
//	    "memberships": [{"organization": "acme", "role": "org:admin"}]
//	  }],
//	  "machines": [{"name": "worker"}],
//	  "api_keys": [{"name": "deploy", "subject": "ada@example.com", "scopes": ["read"]}]
//	}
//
// A user has the members of the body of POST /users of the Backend API. The types Seed
// and Seed… of package clerktest list all members, and testdata/seed.json is a longer
// example. IDs that are given are kept. What is unknown, of a wrong type, there twice or
// names nothing is one line that says where, and nothing is loaded. A seed has 64 MiB
// at most, and no keys: API keys and machines get new secrets, which the Backend API
// tells, unless the seed has a digest of one that is in use.
//
// # State
//
// -state keeps what a seed can hold in a file: it is read at the start and written,
// as a whole, at the start and at the end. A state file is a seed, which people may
// edit while clerkdev does not run. It is of mode 0600 for it holds digests of passwords
// and secrets, never what they are of: an API key that a program has is good again, and
// nobody can ask for its secret any more. -seed fills the file as long as there is none.
// Of two that keep one file the last to end wins.
//
// Ctrl-C and every other signal that can be caught lose nothing. If clerkdev is killed
// by SIGKILL the file is as it was at the start. A damaged file is an error, and left
// as it is.
//
// Not kept are the secret key and the signing key, which are new at each start. So no
// token from before is good: to an application everybody is signed out, and the page of
// sign-in, where people are signed in as they were, offers to continue. Attempts to sign
// in, tickets, M2M tokens and OAuth access tokens are not kept either.
//
// # Map
//
//	serve and run     run.go
//	what it prints    screen.go
//	seeds and states  state.go
//	subcommands       token.go, environment.go, webhook.go, ask.go, doctor.go
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
// arguments or in a seed, and 1 for any other failure, such as an address in use or a
// state file that cannot be read or written.
//
// # Safety
//
// clerkdev listens on loopback addresses only, and refuses others. Its keys are
// random, gone when it ends, and good for nothing else. Every program on the
// machine can ask it for tokens, so let no COMMAND hold real data.
package main
