// Package redisstore remembers webhooks in Redis, for any number of receivers.
//
//	store := redisstore.New(redis.NewClient(&redis.Options{Addr: "localhost:6379"}))
//	mux, err := webhook.NewMux(webhook.MuxOptions{Store: store})
//
// A claim is a lease: a receiver that dies gives it up when it runs out. The context of a
// handler ends with its lease, and a handler that goes on all the same may write over
// what a newer event has written. What a handler writes elsewhere is not undone when it
// fails, so handlers write in a way that may be repeated. Package sqlstore has no such
// window where handlers write to the same database.
package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/redis/go-redis/v9"
)

// Options configure a [Store]. The zero value of each field is its default.
type Options struct {
	// Keep is how long messages are remembered that were handled. Zero is a week;
	// Clerk sends nothing again after a few days.
	Keep time.Duration
	// Lease is how long a handler may take. Zero is a minute; it is best longer than the
	// Timeout of [webhook.MuxOptions]. Another receiver may have the message after that,
	// and [webhook.Claim].Done of the first one fails.
	Lease time.Duration
	// Prefix begins every key; receivers of different purpose have different ones.
	// Empty is "{clerk:webhook}:", whose braces keep the keys on one node of a cluster.
	Prefix string
	// Remember is how long the newest event of an object is remembered, and that the
	// object was deleted. Zero is ninety days.
	Remember time.Duration
	// Wait is how long a claim waits for another receiver. Zero is ten seconds; a
	// negative one does not wait.
	Wait time.Duration
}

// Store is a [webhook.Store] in Redis. It is safe for concurrent use.
type Store struct {
	client  redis.Scripter
	options Options
}

// ErrLost is what [webhook.Claim].Done returns when the handler took longer than the
// lease: somebody else may have handled the message meanwhile.
var ErrLost = errors.New("redisstore: the lease ran out before the handler was done")

// New returns a store. At most one Options may be given; others are ignored.
func New(client redis.Scripter, options ...Options) *Store {
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{{&o.Keep, 7 * 24 * time.Hour}, {&o.Lease, time.Minute}, {&o.Remember, 90 * 24 * time.Hour}, {&o.Wait, 10 * time.Second}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if o.Prefix == "" {
		o.Prefix = "{clerk:webhook}:"
	}
	return &Store{client: client, options: o}
}

// The keys of a script are the message, and the object and its lease if there is one.
// A message has the token of who claims it, and "done" in front when it was handled. A
// script that runs twice, since its answer got lost, does what it did once.
var (
	claimScript = redis.NewScript(`
local held = redis.call('GET', KEYS[1])
if held == ARGV[1] then return 'claimed' end
if held and string.sub(held, 1, 4) == 'done' then return 'done' end
if held then return 'busy' end
if KEYS[2] then
	local known = redis.call('HMGET', KEYS[2], 'newest', 'deleted')
	if known[2] == '1' or known[1] and tonumber(known[1]) > tonumber(ARGV[3]) - tonumber(ARGV[4]) then return 'done' end
	if redis.call('EXISTS', KEYS[3]) == 1 then return 'busy' end
	redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'claimed'`)

	doneScript = redis.NewScript(`
local held = redis.call('GET', KEYS[1])
if held == 'done ' .. ARGV[1] then return 'done' end
if held ~= ARGV[1] then return 'lost' end
if KEYS[2] then
	if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 'lost' end
	redis.call('HSET', KEYS[2], 'newest', ARGV[3], 'deleted', ARGV[4])
	redis.call('PEXPIRE', KEYS[2], ARGV[5])
	redis.call('DEL', KEYS[3])
end
redis.call('SET', KEYS[1], 'done ' .. ARGV[1], 'PX', ARGV[2])
return 'done'`)

	releaseScript = redis.NewScript(`
for _, key in ipairs({KEYS[1], KEYS[3]}) do
	if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return 'released'`)
)

// Claim implements [webhook.Store].
func (s *Store) Claim(ctx context.Context, message *webhook.Message) (webhook.Claim, error) {
	c := &claim{store: s, message: message, token: rand.Text(), keys: []string{s.options.Prefix + "message:" + message.ID}}
	if object := message.Object(); object != "" {
		c.keys = append(c.keys, s.options.Prefix+"object:"+object, s.options.Prefix+"lease:"+object)
	}
	least := 0 // milliseconds that it has to be newer by
	if message.Creates() {
		least = 1
	}
	deadline := time.Now().Add(s.options.Wait)
	for {
		c.until = time.Now().Add(s.options.Lease)
		answer := s.send(ctx, claimScript, c.keys, c.token, s.options.Lease.Milliseconds(), message.Timestamp.UnixMilli(), least)
		verdict, err := receive(ctx, answer)
		switch {
		case err != nil && ctx.Err() != nil:
			go func() { // it may be claimed all the same, later; this ends with the patience of the client
				<-answer
				_ = c.Release(context.WithoutCancel(ctx))
			}()
			return nil, err
		case err != nil:
			return nil, errors.Join(err, c.Release(context.WithoutCancel(ctx))) // it may have been claimed all the same
		case verdict == "claimed":
			return c, nil
		case verdict == "done":
			return nil, webhook.ErrDone
		case !time.Now().Before(deadline):
			return nil, webhook.ErrBusy
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %w", webhook.ErrBusy, ctx.Err())
		}
	}
}

// send runs a script in a goroutine of its own, which ends with the answer: a client waits
// for that as long as its ReadTimeout, whatever becomes of the context.
func (s *Store) send(ctx context.Context, script *redis.Script, keys []string, args ...any) <-chan *redis.Cmd {
	answer := make(chan *redis.Cmd, 1)
	go func() {
		defer close(answer)
		answer <- script.Run(ctx, s.client, keys, args...)
	}()
	return answer
}

// receive waits for the answer of a script, no longer than the context lasts.
func receive(ctx context.Context, answer <-chan *redis.Cmd) (string, error) {
	select {
	case result := <-answer:
		return result.Text()
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// pause is how long a receiver waits before it asks again.
const pause = 20 * time.Millisecond

// claim is a lease of a message, and of its object.
type claim struct {
	store   *Store
	message *webhook.Message
	token   string
	keys    []string
	until   time.Time

	cancel context.CancelFunc
}

// Context implements [webhook.Claim]. It ends with the lease.
func (c *claim) Context(ctx context.Context) context.Context {
	ctx, c.cancel = context.WithDeadline(ctx, c.until)
	return ctx
}

// end ends the context of the handler.
func (c *claim) end() {
	if c.cancel != nil {
		c.cancel()
	}
}

// Done implements [webhook.Claim]. The error is [ErrLost] if the lease ran out.
func (c *claim) Done(ctx context.Context) error {
	c.end()
	deleted := "0"
	if c.message.Deletes() {
		deleted = "1"
	}
	o := c.store.options
	verdict, err := receive(ctx, c.store.send(ctx, doneScript, c.keys, c.token, o.Keep.Milliseconds(), c.message.Timestamp.UnixMilli(), deleted, o.Remember.Milliseconds()))
	if err == nil && verdict == "lost" {
		err = ErrLost
	}
	return err
}

// Release implements [webhook.Claim].
func (c *claim) Release(ctx context.Context) error {
	c.end()
	_, err := receive(ctx, c.store.send(ctx, releaseScript, c.keys, c.token))
	return err
}
