package rest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Defaults of [Retry].
const (
	DefaultAttempts = 3
	DefaultElapsed  = 10 * time.Second
	DefaultMaxWait  = 5 * time.Second
)

// Retry says how a request is sent again. A zero field is its default; one that is
// negative allows nothing.
type Retry struct {
	Attempts int           // how often a request is sent in all
	Elapsed  time.Duration // since the first attempt, until when another may begin
	MaxWait  time.Duration // the longest Retry-After that is waited for
}

// With returns r with the fields of other that are set.
func (r Retry) With(other Retry) Retry {
	if other.Attempts != 0 {
		r.Attempts = other.Attempts
	}
	if other.Elapsed != 0 {
		r.Elapsed = other.Elapsed
	}
	if other.MaxWait != 0 {
		r.MaxWait = other.MaxWait
	}
	return r
}

var retryDefaults = Retry{DefaultAttempts, DefaultElapsed, DefaultMaxWait}

// The first pause, before jitter of a half to either side, and the longest.
const (
	firstPause = 200 * time.Millisecond
	lastPause  = 2 * time.Second
)

// passing are the statuses that may be gone by the next attempt.
var passing = []int{http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}

// retries are the attempts of one call after its first.
type retries struct {
	client  *Client
	request *Request
	rules   Retry
	began   time.Time
	done    int // attempts
	pauses  *backoff.ExponentialBackOff
}

func (c *Client) retries(r *Request) *retries {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval, pauses.Multiplier = firstPause, lastPause, 2
	return &retries{client: c, request: r, rules: retryDefaults.With(c.retry).With(r.Retry), began: time.Now(), pauses: pauses}
}

// again reports whether a request that failed is to be sent again, and waits until it
// may be.
func (r *retries) again(ctx context.Context, err error) bool {
	if r.done++; r.done >= r.rules.Attempts || !r.repairable(err) || ctx == nil || ctx.Err() != nil {
		return false
	}
	pause := r.pauses.NextBackOff()
	var status *StatusError
	if errors.As(err, &status) {
		asked := RetryAfter(status.Header, r.client.now)
		if asked > r.rules.MaxWait {
			return false
		}
		pause = max(pause, asked)
	}
	next := time.Now().Add(pause)
	if next.Sub(r.began) > r.rules.Elapsed {
		return false
	}
	if deadline, ok := ctx.Deadline(); ok && !next.Before(deadline) {
		return false
	}
	return r.client.budget.take() && r.client.wait(ctx, pause)
}

// repairable reports whether another attempt may succeed and cannot do anything twice.
func (r *retries) repairable(err error) bool {
	if neverSent(err) {
		return true
	}
	if !r.request.idempotent() {
		return false
	}
	var status *StatusError
	if errors.As(err, &status) {
		return slices.Contains(passing, status.Status)
	}
	var response *ResponseError
	return !errors.As(err, &response) // some of the answer has been decoded
}

// neverSent reports whether no byte of a request left this machine: there was no
// connection to send it on.
func neverSent(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && operation.Op == "dial"
}

// idempotent reports whether a request that is sent twice does what it does once (RFC
// 9110, section 9.2.2).
func (r *Request) idempotent() bool {
	switch r.Method {
	case http.MethodDelete, http.MethodGet, http.MethodHead, http.MethodPut:
		return true
	}
	return r.Idempotent
}

// wait waits, and reports whether the context allowed it.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// A budget keeps retries from doubling an outage: each costs one, and ten calls that
// succeed earn one. The zero budget is full.
type budget struct {
	mu    sync.Mutex
	spent float64
}

const (
	budgetSize = 10  // retries in a row without any success
	earned     = 0.1 // by a success
)

func (b *budget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.spent > budgetSize-1 {
		return false
	}
	b.spent++
	return true
}

func (b *budget) earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent = max(0, b.spent-earned)
}

// RetryAfter reads the header of that name (RFC 9110, section 10.2.3): seconds or a
// date. What is neither, or lies in the past, is 0; more than 68 years are 68 years.
func RetryAfter(header http.Header, now func() time.Time) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, date.Sub(now()))
	}
	return 0
}
