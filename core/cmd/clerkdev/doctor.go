package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strings"

	"github.com/clerkgo/clerk-go/core"
)

// maxRequest is how many bytes of a request doctor reads.
const maxRequest = 1 << 20

// doctor explains what is wrong with the variables of the environment.
func doctor(args []string, stdin io.Reader, stdout io.Writer) error {
	flags := newFlags("clerkdev doctor")
	parties := flags.String("authorized-parties", "", "")
	limit := flags.Int("header-limit", 0, "")
	file := flags.String("request", "", "")
	if help, err := parse(flags, args); help || err != nil {
		return err
	}
	if err := noArguments(flags); err != nil {
		return err
	}
	about := core.DiagnoseOptions{HeaderLimit: *limit}
	if *parties != "" {
		about.Authenticate.AuthorizedParties = strings.Split(*parties, ",")
	}
	if *file != "" {
		request, err := readRequest(*file, stdin)
		if err != nil {
			return &exitError{statusUsage, fmt.Errorf("-request: %w", err)}
		}
		about.Request = core.FromHTTP(request)
	}
	options := core.OptionsFromEnv()
	options.Logger = slog.New(slog.DiscardHandler) // findings say it better
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	problems := 0
	for _, finding := range core.Diagnose(ctx, options, about) {
		if finding.Verdict == core.VerdictProblem {
			problems++
		}
		text := strings.TrimSpace(finding.Message + " " + finding.Fix)
		if _, err := fmt.Fprintf(stdout, "%-8s %-18s %s\n", finding.Verdict, finding.Subject, printable(text)); err != nil {
			return err
		}
	}
	switch problems {
	case 0:
		return nil
	case 1:
		return errors.New("one problem")
	}
	return fmt.Errorf("%d problems", problems)
}

// readRequest reads an HTTP/1 request, as a server received it, from a file, or from
// standard input if that is "-". Its body is not read.
func readRequest(file string, stdin io.Reader) (*http.Request, error) {
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		stdin = opened
	}
	head, err := io.ReadAll(io.LimitReader(stdin, maxRequest+1))
	switch {
	case err != nil:
		return nil, err
	case len(head) > maxRequest:
		return nil, fmt.Errorf("it is larger than %d KB", maxRequest>>10)
	}
	request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(string(head) + "\r\n\r\n")))
	if err != nil {
		return nil, errors.New("it is no HTTP request; it begins with a line such as GET / HTTP/1.1, and a header follows")
	}
	return request, nil
}
