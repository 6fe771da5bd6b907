package clerktest

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// A Disruption is what goes wrong with requests: see [Instance.Disrupt]. Delay and
// Until come first, then Reset or Status. Without these two the request is answered
// as usual.
type Disruption struct {
	// Code is the code of the error that Status comes with. Default
	// "too_many_requests" for 429, else "internal_clerk_error".
	Code string

	// Delay is how long the answer takes, in real time. A client that gives up
	// ends it.
	Delay time.Duration

	// Reset cuts the connection in place of an answer.
	Reset bool

	// RetryAfter is sent as the header Retry-After, in whole seconds.
	RetryAfter time.Duration

	// Skip is how many requests pass before it begins.
	Skip int

	// Status is the HTTP status of an answer in place of the usual one. Default
	// 429 if there is a RetryAfter.
	Status int

	// Times is how many requests it disrupts. Default all until it is stopped.
	Times int

	// Until holds the answer back until it is closed, so that a test waits for
	// no clock.
	Until <-chan struct{}
}

// disruptions are those in force.
type disruptions struct {
	mu   sync.Mutex
	list []*disrupting
}

// A disrupting is a disruption and how far it has come.
type disrupting struct {
	Disruption
	left, skip int // left below 0 is no end
	patterns   *http.ServeMux
}

// Disrupt makes requests go wrong. The pattern is one of [http.ServeMux], with a path
// below [Instance.URL]: "GET /bapi/v1/jwks", "/bapi/v1/users/{id}", "/bapi/" for the
// whole Backend API, "/" for everything. Of several disruptions that a request
// matches, the first that is not over disrupts it. It counts in [Instance.Requests]
// all the same, and never reaches what it asks for unless it is only delayed.
//
// The returned function ends the disruption. Malformed patterns and disruptions that
// would do nothing are mistakes.
func (i *Instance) Disrupt(pattern string, d Disruption) (stop func()) {
	i.helper()
	if d.RetryAfter > 0 {
		d.Status = cmp.Or(d.Status, http.StatusTooManyRequests)
	}
	if err := d.check(); err != nil {
		i.fail(err)
		return func() {}
	}
	patterns, err := parsePattern(pattern)
	if err != nil {
		i.fail(err)
		return func() {}
	}
	added := &disrupting{Disruption: d, left: cmp.Or(d.Times, -1), patterns: patterns, skip: d.Skip}
	all := &i.server.disruptions
	all.mu.Lock()
	defer all.mu.Unlock()
	all.list = append(all.list, added)
	return func() {
		all.mu.Lock()
		defer all.mu.Unlock()
		all.list = slices.DeleteFunc(all.list, func(other *disrupting) bool { return other == added })
	}
}

func (d Disruption) check() error {
	switch {
	case d.Status != 0 && (d.Status < 400 || d.Status > 599):
		return fmt.Errorf("clerktest: Disruption.Status %d: want 400 to 599", d.Status)
	case d.Delay < 0 || d.RetryAfter < 0 || d.Skip < 0 || d.Times < 0:
		return fmt.Errorf("clerktest: a Disruption has a negative field")
	case d.Delay == 0 && !d.Reset && d.Status == 0 && d.Until == nil:
		return fmt.Errorf("clerktest: the Disruption does nothing: set Delay, Reset, Status or Until")
	}
	return nil
}

// parsePattern returns what matches a pattern; [http.ServeMux] panics over a bad one.
func parsePattern(pattern string) (patterns *http.ServeMux, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("clerktest: pattern %q: %v", pattern, reason)
		}
	}()
	patterns = http.NewServeMux()
	patterns.Handle(pattern, http.NotFoundHandler())
	return patterns, nil
}

// of returns what disrupts a request, nil if nothing does, and counts it.
func (all *disruptions) of(r *http.Request) *Disruption {
	all.mu.Lock()
	defer all.mu.Unlock()
	for k, d := range all.list {
		switch _, pattern := d.patterns.Handler(r); {
		case pattern == "":
			continue
		case d.skip > 0:
			d.skip--
			continue
		}
		if d.left--; d.left == 0 {
			all.list = slices.Delete(all.list, k, k+1)
		}
		return &d.Disruption
	}
	return nil
}

// disrupt does to a request what is in force, and reports whether that was all.
func (s *server) disrupt(w http.ResponseWriter, r *http.Request) (done bool) {
	d := s.disruptions.of(r)
	if d == nil {
		return false
	}
	if !d.wait(w, r, s.closing) {
		panic(http.ErrAbortHandler) // to return would be to answer 200
	}
	switch {
	case d.Reset:
		reset(w)
		return true
	case d.Status != 0:
		if d.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.FormatInt(int64((d.RetryAfter+time.Second-1)/time.Second), 10))
		}
		code := "internal_clerk_error"
		if d.Status == http.StatusTooManyRequests {
			code = "too_many_requests"
		}
		respond(w, nil, &apiError{d.Status, cmp.Or(d.Code, code), "The test asked for this answer.", ""})
		return true
	}
	return false
}

// wait holds a request back. It reports false if nobody waits for the answer any
// more.
func (d *Disruption) wait(w http.ResponseWriter, r *http.Request, closing <-chan struct{}) bool {
	if d.Delay == 0 && d.Until == nil {
		return true
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // it may take longer than others
	// net/http notices that a client is gone only once it has read the body.
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if d.Delay > 0 {
		timer := time.NewTimer(d.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-closing:
			return false
		case <-r.Context().Done():
			return false
		}
	}
	if d.Until != nil {
		select {
		case <-closing:
			return false
		case <-d.Until:
		case <-r.Context().Done():
			return false
		}
	}
	return true
}

// reset cuts a connection so that the client sees a reset rather than an end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // net/http cuts the connection
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
