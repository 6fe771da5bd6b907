package clerktest

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxLogged is how many requests an instance remembers.
const maxLogged = 200

// A Request is what an instance remembers of a request: neither its query nor its
// headers, which hold secrets.
type Request struct {
	Method string
	Path   string

	// Reason is why an application sent the browser here, for a handshake, or the
	// code of the error that was the answer.
	Reason string

	Status int // 0 if the connection was cut
	Time   time.Time
	Took   time.Duration // in real time
}

// A requestLog remembers the last requests.
type requestLog struct {
	mu    sync.Mutex
	ring  [maxLogged]Request
	total int
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ring[l.total%maxLogged] = r
	l.total++
}

// last returns the requests that are remembered, newest first, and how many there
// have been.
func (l *requestLog) last() ([]Request, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := make([]Request, 0, min(l.total, maxLogged))
	for k := l.total - 1; k >= max(0, l.total-maxLogged); k-- {
		kept = append(kept, l.ring[k%maxLogged])
	}
	return kept, l.total
}

// A loggedWriter is the answer to a request, and what is logged of it.
type loggedWriter struct {
	http.ResponseWriter
	reason string
	status int
}

// Unwrap is for [http.ResponseController].
func (w *loggedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *loggedWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

func (w *loggedWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// because notes the code of an error that is the answer.
func because(w http.ResponseWriter, code string) {
	if w, ok := w.(*loggedWriter); ok {
		w.reason = code
	}
}

// unlogged are the starts of paths whose requests would crowd the others out.
var unlogged = []string{"/assets/", "/clerkdev/", "/npm/"}

// logged logs requests, but those of the dashboard itself and the unlogged.
func (i *Instance) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begins := func(start string) bool { return strings.HasPrefix(r.URL.Path, start) }
		if r.URL.Path == "/" || slices.ContainsFunc(unlogged, begins) {
			next.ServeHTTP(w, r)
			return
		}
		began := time.Now()
		one := Request{Method: r.Method, Path: r.URL.EscapedPath(), Reason: r.URL.Query().Get("__clerk_hs_reason"), Time: i.now()}
		answer := &loggedWriter{ResponseWriter: w}
		defer func() {
			one.Status, one.Took = answer.status, time.Since(began).Round(10*time.Microsecond)
			if answer.reason != "" {
				one.Reason = answer.reason
			}
			one.Method, one.Path, one.Reason = short(one.Method), short(one.Path), short(one.Reason)
			i.server.log.add(one)
			if i.tellRequest != nil {
				i.tellRequest(one)
			}
		}()
		next.ServeHTTP(answer, r)
	})
}

// short bounds what a stranger can have remembered, and clones it: a part of a large
// header would keep all of it.
func short(text string) string { return strings.Clone(text[:min(len(text), 200)]) }
