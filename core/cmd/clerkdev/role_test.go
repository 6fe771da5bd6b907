package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/clerkgo/clerk-go/core/backend"
)

// play is a COMMAND of these tests: this test binary with a role. A role says
// when it is ready, with the ID of its parent, and what signals it gets.
func play(role string) int {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, endSignals()...)
	switch role {
	case "parent", "parent of stubborn": // waits for a child that ends by the same signals
		child := "child"
		if role != "parent" {
			child = "stubborn"
		}
		command := again(child)
		if err := command.Start(); err != nil {
			return 1
		}
		ready(role)
		announce(role, <-signals)
		_ = command.Wait()
		return 7
	case "child": // ends by a signal
		ready(role)
		announce(role, <-signals)
		return 0
	case "stubborn": // ends by SIGKILL only
		ready(role)
		for s := range signals {
			announce(role, s)
		}
	case "creator": // makes a user and fails
		client, err := backend.NewClient(backend.Options{APIURL: os.Getenv("CLERK_API_URL"), SecretKey: os.Getenv("CLERK_SECRET_KEY")})
		if err != nil {
			return 1
		}
		if _, err := client.Users.Create(context.Background(), backend.UserCreateParams{EmailAddress: []string{"new@example.com"}}); err != nil {
			return 1
		}
		return 3
	case "leaver", "leaver of stubborn": // leaves a child behind
		child := "child"
		if role != "leaver" {
			child = "stubborn"
		}
		command := again(child)
		command.Stdout = nil
		pipe, err := command.StdoutPipe()
		if err != nil || command.Start() != nil {
			return 1
		}
		line, err := bufio.NewReader(pipe).ReadString('\n')
		if err != nil {
			return 1
		}
		fmt.Print("left ", line)
		return 3
	}
	return 0
}

// again is this test binary in another role.
func again(role string) *exec.Cmd {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), "CLERKDEV_TEST_ROLE="+role)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command
}

func ready(role string) { fmt.Printf("%s: ready under %d\n", role, syscall.Getppid()) }

func announce(role string, s os.Signal) { fmt.Fprintf(os.Stderr, "%s: got %v\n", role, s) }
