package program_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/e2e/internal/program"
)

// TestMain is a test, or the program of one, which listens on ADDR.
func TestMain(m *testing.M) {
	addr := os.Getenv("ADDR")
	if addr == "" {
		os.Exit(m.Run())
	}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		os.Exit(3)
	}
	go func() {
		<-interrupts
		os.Exit(5)
	}()
	for {
		connection, err := listener.Accept()
		if err != nil {
			os.Exit(4)
		}
		fmt.Fprintln(connection, os.Getenv("CLERK_SECRET_KEY"), os.Getenv("CLERK_API_URL"))
		_ = connection.Close()
	}
}

// A told is a test that notes how it fails.
type told struct {
	testing.TB
	why string
}

func (t *told) Helper() {}
func (t *told) Fatalf(format string, args ...any) {
	t.why = fmt.Sprintf(format, args...)
	panic(t)
}

func TestStart(t *testing.T) {
	t.Setenv("CLERK_API_URL", "http://leftover.example.com")
	addr := program.Addr(t)
	started := program.Start(t, program.Command(t, []string{"ADDR=" + addr, "CLERK_SECRET_KEY=own"}, os.Args[0]), addr)
	connection, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if line, err := bufio.NewReader(connection).ReadString('\n'); err != nil || line != "own \n" {
		t.Errorf("the program has %q, %v; want its own variable of Clerk's alone", line, err)
	}
	failing := &told{TB: t}
	func() {
		defer func() { _ = recover() }()
		program.Start(failing, program.Command(t, []string{"ADDR=nowhere"}, os.Args[0]), program.Addr(t))
	}()
	if !strings.Contains(failing.why, "does not listen") || !strings.Contains(failing.why, "exit status 3") {
		t.Errorf("a program that ends: %q", failing.why)
	}
	if status := started.Interrupt(t); status != 5 {
		t.Errorf("status %d, want 5", status)
	}
}

func TestBuild(t *testing.T) {
	t.Parallel()
	err := program.Build(t.Context(), t.TempDir(), ".", "./no-such-package")
	if err == nil || !strings.Contains(err.Error(), "no-such-package") {
		t.Errorf("got %v, want the output of go build", err)
	}
}
