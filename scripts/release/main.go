// Command release keeps the modules of the workspace in lockstep and proves that users
// can build with them.
//
//	go run ./scripts/release check
//	go run ./scripts/release api [-against COMMIT]
//	go run ./scripts/release consume [-from COMMIT] [MODULE…]
//	go run ./scripts/release bump vX.Y.Z
//
// check holds the modules of go.work against the rules in rules.go: one version, one Go,
// replace lines for this repository only, tidy, and no break of the API that the version
// does not allow.
//
// api compares the exported API of the working tree with that of the last tag, or of
// another commit: - is gone, ~ is changed so that callers may break, + is new.
//
// consume fills a module proxy in a folder from a commit, HEAD by default, and builds and
// runs a program outside the repository for each released module, from that proxy alone.
//
// bump gives every module a new version, and prints how to tag it.
//
// The exit status is 0 if all is well, 1 if it is not and 2 if the command could not run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"time"
)

// errNotWell ends a command that has printed what is wrong.
var errNotWell = errors.New("not well")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, os.Stdout, os.Args[1:])
	switch {
	case errors.Is(err, errNotWell):
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(2)
	}
}

// run runs one of the commands.
func run(ctx context.Context, stdout io.Writer, arguments []string) error {
	if len(arguments) == 0 {
		return errors.New("one of the commands check, api, consume and bump is missing")
	}
	flags := flag.NewFlagSet(arguments[0], flag.ContinueOnError)
	var against, from *string
	switch arguments[0] {
	case "api":
		against = flags.String("against", "", "compare with `COMMIT` in place of the last tag")
	case "consume":
		from = flags.String("from", "HEAD", "the `COMMIT` that fills the proxy")
	}
	if err := flags.Parse(arguments[1:]); err != nil {
		return err
	}
	root, err := git(ctx, "", "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	repository := repository{strings.TrimSpace(root)}
	switch rest := flags.Args(); {
	case arguments[0] == "check" && len(rest) == 0:
		return repository.check(ctx, stdout)
	case arguments[0] == "api" && len(rest) == 0:
		return repository.api(ctx, stdout, *against)
	case arguments[0] == "consume":
		consumers, err := fs.Sub(embedded, "testdata/consumers")
		if err != nil {
			return err
		}
		return repository.consume(ctx, stdout, consumers, *from, rest)
	case arguments[0] == "bump" && len(rest) == 1:
		return repository.bump(ctx, stdout, rest[0], time.Now())
	}
	return fmt.Errorf("what is %q? See go doc ./scripts/release", strings.Join(arguments, " "))
}
