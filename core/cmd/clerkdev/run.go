package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"syscall"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// The users that every local Clerk begins with. Addresses with +clerk_test are
// the ones that Clerk reserves for tests.
const (
	adminEmail  = "admin+clerk_test@example.com"
	memberEmail = "member+clerk_test@example.com"
)

// run serves a local Clerk for as long as command runs, or until a signal if
// there is none.
func run(addr string, command []string) error {
	path, err := lookup(command)
	if err != nil {
		return err
	}
	signals, stop := listenForEnd()
	defer stop()
	instance, err := clerktest.New(clerktest.Options{Addr: addr})
	if err != nil {
		return explain(addr, err)
	}
	defer instance.Close()
	seed(instance)
	introduce(os.Stderr, instance, command)
	if len(command) == 0 {
		<-signals
		return nil
	}
	code, err := runCommand(path, command, environment(os.Environ(), instance.Env()), signals)
	if err != nil {
		return err
	}
	if code != 0 {
		return &exitError{status: code}
	}
	return nil
}

// lookup finds the program before anything is started, and fails as a shell
// does.
func lookup(command []string) (string, error) {
	if len(command) == 0 {
		return "", nil
	}
	path, err := exec.LookPath(command[0])
	switch {
	case err == nil:
		return path, nil
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return "", &exitError{statusNotFound, fmt.Errorf("%s: command not found", command[0])}
	default:
		return "", &exitError{statusNotExecutable, fmt.Errorf("%s: cannot be executed: %w", command[0], errors.Unwrap(err))}
	}
}

// explain says how to get past an address that cannot be had.
func explain(addr string, err error) error {
	switch {
	case errors.Is(err, clerktest.ErrAddr):
		return &exitError{statusUsage, fmt.Errorf("-addr %q: %w", addr, clerktest.ErrAddr)}
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use; give another port, such as -addr 127.0.0.1:4401", addr)
	}
	return err
}

func seed(instance *clerktest.Instance) {
	instance.CreateUser(clerktest.UserParams{
		EmailAddress: adminEmail,
		Memberships:  []clerktest.Membership{{Role: "org:admin"}},
	})
	instance.CreateUser(clerktest.UserParams{EmailAddress: memberEmail})
}

// introduce says what runs where. It goes to standard error, which COMMAND's
// output does not mix with in a pipeline.
func introduce(w io.Writer, instance *clerktest.Instance, command []string) {
	organization := instance.Organization()
	token := "go run ./core/cmd/clerkdev token"
	if addr := instance.Addr(); addr != defaultAddr {
		token += " -addr " + addr
	}
	lines := []string{
		"a local Clerk for development, in memory only, at " + instance.URL(),
		"user  " + adminEmail + " (org:admin of " + organization.Slug + ", " + organization.ID + ")",
		"user  " + memberEmail,
		`try   curl -H "Authorization: Bearer $(` + token + `)" localhost:8080/me`,
	}
	if len(command) == 0 {
		lines = append(lines, "stop  Ctrl-C")
	}
	for _, line := range lines {
		fmt.Fprintln(w, "clerkdev:", line)
	}
}
