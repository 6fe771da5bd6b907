package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long COMMAND and what it started may take to end after a
// signal. Tests shorten it by the variable.
func grace() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("CLERKDEV_GRACE")); err == nil && d > 0 {
		return d
	}
	return 5 * time.Second
}

// endSignals are the signals that mean: end. nohup ignores SIGHUP on behalf of
// its program, and that stays so.
func endSignals() []os.Signal {
	signals := []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// listenForEnd delivers what ends clerkdev: signals, and SIGTERM in the name of
// a `go run` that is gone. stop takes the listener away.
func listenForEnd() (signals <-chan os.Signal, stop func()) {
	received := make(chan os.Signal, 16)
	signal.Notify(received, endSignals()...)
	done, stopped := make(chan struct{}), make(chan struct{})
	parent := os.Getppid() // now: a goroutine may come to run when another has taken its place
	go func() {
		defer close(stopped)
		if parentGone(parent, done) {
			received <- syscall.SIGTERM
		}
	}()
	return received, func() {
		signal.Stop(received)
		close(done)
		<-stopped
	}
}
