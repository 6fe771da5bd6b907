package core

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync/atomic"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/expiring"
	"github.com/clerkgo/clerk-go/core/internal/rest"
	"golang.org/x/sync/singleflight"
)

// A verdict is what Clerk says of a token that says nothing by itself.
type verdict struct {
	auth     *Auth // never handed out: a request has a copy
	audience []string
	until    time.Time // when the token expires; zero for never
	err      error
}

// Sizes of what is remembered of opaque tokens. Whoever sends tokens that Clerk does not
// know fills the second, never the first.
const (
	maxAccepted = 4096
	maxRefused  = 1024
)

// maxQuestions is how many questions a client has open at once. Further ones wait for
// their turn, so that whoever sends many tokens cannot use up the instance's rate limit,
// a thousand requests in ten seconds, in an instant, nor all connections. Of those that
// wait there are maxWaiting at most: beyond that the answer is at once that nobody knows.
const (
	maxQuestions = 64
	maxWaiting   = 1024
)

// opaqueTokens asks Clerk about tokens that say nothing by themselves: once for any
// number of requests that wait for the same answer, and not again for a while if
// [Options].MachineTokenTTL says so. Tokens are kept as digests only.
type opaqueTokens struct {
	now      func() time.Time
	ttl      time.Duration
	flights  singleflight.Group
	places   chan struct{} // one for each question that may be open
	waiting  atomic.Int64  // questions without a place
	accepted expiring.Map[digest, verdict]
	refused  expiring.Map[digest, verdict]
}

type digest = [sha256.Size]byte

func newOpaqueTokens(ttl time.Duration, now func() time.Time) *opaqueTokens {
	return &opaqueTokens{
		now: now, ttl: ttl, places: make(chan struct{}, maxQuestions),
		accepted: expiring.Map[digest, verdict]{Size: maxAccepted}, refused: expiring.Map[digest, verdict]{Size: maxRefused},
	}
}

// verify returns the verdict on a token. A request that ends does not end the question,
// for which others may wait.
func (o *opaqueTokens) verify(ctx context.Context, kind TokenType, token string, ask func(context.Context) verdict) verdict {
	id := sha256.Sum256([]byte(string(kind) + " " + token))
	if v, ok := o.recall(id); ok {
		return v
	}
	answer := o.flights.DoChan(string(id[:]), func() (any, error) {
		return o.ask(id, ask), nil
	})
	select {
	case result := <-answer:
		return result.Val.(verdict)
	case <-ctx.Done():
		return verdict{err: ctx.Err()}
	}
}

// ask asks Clerk. It runs in a goroutine of its own, which ends with the question: a
// panic, as of a transport, would end the process there.
func (o *opaqueTokens) ask(id digest, ask func(context.Context) verdict) (v verdict) {
	defer func() {
		if p := recover(); p != nil {
			v = verdict{err: errAsking}
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), rest.DefaultTimeout)
	defer cancel()
	if !o.place(ctx) {
		return verdict{err: errCrowded}
	}
	defer func() { <-o.places }()
	v = ask(ctx)
	o.remember(id, v)
	return v
}

// place takes a place for a question, and reports whether there was one in time.
func (o *opaqueTokens) place(ctx context.Context) bool {
	defer o.waiting.Add(-1)
	if o.waiting.Add(1) > maxWaiting {
		return false
	}
	select {
	case o.places <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// errCrowded is what a question gives that found no place.
var errCrowded = errors.New("clerk: too many tokens are being looked up")

// errAsking is what a question gives that broke off. It does not print what broke it,
// which may hold the token.
var errAsking = errors.New("clerk: asking Clerk about a token panicked")

func (o *opaqueTokens) recall(id digest) (verdict, bool) {
	if o.ttl <= 0 {
		return verdict{}, false
	}
	now := o.now()
	if v, ok := o.accepted.Get(id, now); ok {
		return v, true
	}
	return o.refused.Get(id, now)
}

// remember keeps a verdict, for no longer than the token lives. What Clerk did not say
// is none.
func (o *opaqueTokens) remember(id digest, v verdict) {
	if o.ttl <= 0 {
		return
	}
	until := o.now().Add(o.ttl)
	switch {
	case v.err == nil:
		if !v.until.IsZero() && v.until.Before(until) {
			until = v.until
		}
		o.accepted.Put(id, v, until)
	case isUnknown(v.err), errors.Is(v.err, errInactive):
		o.refused.Put(id, v, until)
	}
}
