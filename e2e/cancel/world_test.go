package cancel

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// world is a local Clerk, and a server that accepts connections and never answers.
type world struct {
	inst *clerktest.Instance
	user *backend.User
	// silent is the address of the server that never answers.
	silent string
	// waits has a value as soon as somebody waits for an answer.
	waits chan struct{}

	quiet    atomic.Bool
	http     http.Transport
	timedOut atomic.Bool // a request ended by a time limit, not by the caller's context
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{inst: clerktest.Start(t), waits: make(chan struct{}, 1)}
	w.user = w.inst.CreateUser(clerktest.UserParams{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.silent = listener.Addr().String()
	var served sync.WaitGroup
	served.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = conn.Close() })
			served.Go(func() { w.listen(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		w.http.CloseIdleConnections()
		served.Wait()
	})
	return w
}

// listen hears a request out.
func (w *world) listen(conn net.Conn) {
	defer conn.Close()
	if _, err := io.ReadFull(conn, make([]byte, 1)); err == nil {
		w.wait()
		_, _ = io.Copy(io.Discard, conn)
	}
}

// wait says that somebody waits.
func (w *world) wait() {
	select {
	case w.waits <- struct{}{}:
	default:
	}
}

// fallSilent ends the answers of Clerk.
func (w *world) fallSilent() { w.quiet.Store(true) }

// RoundTrip sends a request to the local Clerk as long as it answers, then to the server
// that does not.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	if !w.quiet.Load() {
		return w.http.RoundTrip(r)
	}
	silent := r.Clone(r.Context())
	silent.URL.Host = w.silent
	response, err := w.http.RoundTrip(silent)
	if errors.Is(context.Cause(r.Context()), context.DeadlineExceeded) {
		w.timedOut.Store(true)
	}
	return response, err
}

// suffix is what the cookies of the instance have behind their names.
func (w *world) suffix() string {
	digest := sha1.Sum([]byte(w.inst.PublishableKey()))
	return "_" + base64.URLEncoding.EncodeToString(digest[:])[:8]
}

// options are those of a client of the local Clerk.
func (w *world) options() core.Options {
	options := w.inst.Options()
	options.HTTPClient = &http.Client{Transport: w}
	options.Logger = slog.New(slog.DiscardHandler)
	options.MachineSecretKey = "ak_test"
	options.TaskURLs = map[string]string{"choose-organization": "/choose"}
	return options
}

func (w *world) client(t *testing.T) *core.Client {
	t.Helper()
	client, err := core.NewClient(w.options())
	if err != nil {
		t.Fatal(err)
	}
	return client
}
