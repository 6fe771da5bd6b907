package redisstore_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/core/webhook/storetest"
	"github.com/clerkgo/clerk-go/redisstore"
	"github.com/redis/go-redis/v9"
)

// connect returns a client of the server that CLERK_TEST_REDIS names.
func connect(t *testing.T) *redis.Client {
	t.Helper()
	server := os.Getenv("CLERK_TEST_REDIS")
	switch {
	case server == "" && os.Getenv("CI") != "":
		t.Fatal("CLERK_TEST_REDIS is not set; scripts/testservers starts a server")
	case server == "":
		t.Skip("NOT TESTED: Redis. Run: eval \"$(scripts/testservers start)\"")
	}
	client := redis.NewClient(&redis.Options{Addr: server})
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	})
	return client
}

// fresh are options with keys that nobody has.
func fresh() redisstore.Options { return redisstore.Options{Prefix: "{" + rand.Text() + "}:"} }

// things is a table in the same server.
type things struct {
	client *redis.Client
	prefix string
}

func (t things) Write(ctx context.Context, object, text string) error {
	return t.client.Set(ctx, t.prefix+"thing:"+object, text, time.Hour).Err()
}

func (t things) Read(ctx context.Context, object string) (string, error) {
	text, err := t.client.Get(ctx, t.prefix+"thing:"+object).Result()
	if errors.Is(err, redis.Nil) {
		err = nil
	}
	return text, err
}

func TestStore(t *testing.T) {
	t.Parallel()
	connect(t) // skips once for all
	storetest.Run(t, func(t *testing.T) ([]webhook.Store, storetest.Table) {
		one, two, options := connect(t), connect(t), fresh()
		return []webhook.Store{redisstore.New(one, options), redisstore.New(two, options)}, things{one, options.Prefix}
	})
}

// A handler's context ends with the lease.
func TestContextEndsWithTheLease(t *testing.T) {
	t.Parallel()
	client := connect(t)
	options := fresh()
	options.Lease = time.Hour
	claim, err := redisstore.New(client, options).Claim(t.Context(), &webhook.Message{ID: "msg_1"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := claim.Context(t.Context())
	if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) > time.Hour {
		t.Errorf("deadline %v, %t", deadline, ok)
	}
	for range 2 { // also when the answer to the first was lost
		if err := claim.Done(t.Context()); err != nil || ctx.Err() == nil {
			t.Errorf("done: %v, context %v", err, ctx.Err())
		}
	}
}

// answers is a hook that loses the answer to each script.
type answers struct {
	again bool // the client runs the script again, as it does by itself
}

func (answers) DialHook(next redis.DialHook) redis.DialHook { return next }

func (answers) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (a answers) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		err := next(ctx, command)
		switch {
		case !strings.HasPrefix(command.Name(), "eval") || err != nil: // the server may not have the script yet
			return err
		case a.again:
			return next(ctx, command)
		}
		err = errors.New("the answer got lost")
		command.SetErr(err)
		return err
	}
}

// A script whose answer got lost runs again, and does once what it does.
func TestScriptsRunTwice(t *testing.T) {
	t.Parallel()
	client, options := connect(t), fresh()
	options.Wait = -1
	client.AddHook(answers{again: true})
	store := redisstore.New(client, options)
	for at, object := range []string{"", `{"id":"user_1"}`} {
		m := &webhook.Message{ID: "msg_" + object, Type: "user.updated", Data: []byte(object), Timestamp: time.UnixMilli(int64(1000 + at))}
		for _, end := range []func(webhook.Claim) error{
			func(c webhook.Claim) error { return c.Release(t.Context()) },
			func(c webhook.Claim) error { return c.Done(t.Context()) },
		} {
			claim, err := store.Claim(t.Context(), m)
			if err != nil {
				t.Fatalf("%s: %v", m.ID, err)
			}
			if err := end(claim); err != nil {
				t.Errorf("%s: %v", m.ID, err)
			}
		}
		if _, err := store.Claim(t.Context(), m); !errors.Is(err, webhook.ErrDone) {
			t.Errorf("%s: after it was done: %v", m.ID, err)
		}
	}
}

// A claim that failed for its receiver holds nothing, though the server granted it.
func TestLostClaimIsFree(t *testing.T) {
	t.Parallel()
	deaf, client, options := connect(t), connect(t), fresh()
	options.Wait = -1
	m := &webhook.Message{ID: "msg_1", Type: "user.updated", Data: []byte(`{"id":"user_1"}`), Timestamp: time.Now()}
	deaf.AddHook(answers{})
	if _, err := redisstore.New(deaf, options).Claim(t.Context(), m); err == nil || errors.Is(err, webhook.ErrBusy) {
		t.Errorf("a claim without an answer: %v", err)
	}
	if _, err := redisstore.New(client, options).Claim(t.Context(), m); err != nil {
		t.Errorf("the next one: %v", err)
	}
}

// A receiver that lost any of what it held is not done, whoever has it now.
func TestLostIsNotDone(t *testing.T) {
	t.Parallel()
	client := connect(t)
	about := func(id string) *webhook.Message {
		return &webhook.Message{ID: id, Type: "user.updated", Data: []byte(`{"id":"user_1"}`), Timestamp: time.Now()}
	}
	for name, test := range map[string]struct {
		first, second *webhook.Message
		lost          string
	}{
		"a message without an object": {&webhook.Message{ID: "msg_1"}, &webhook.Message{ID: "msg_1"}, "message:msg_1"},
		"its object":                  {about("msg_1"), about("msg_2"), "lease:user:user_1"},
	} {
		options := fresh()
		options.Wait = -1
		store := redisstore.New(client, options)
		slow, err := store.Claim(t.Context(), test.first)
		if err != nil {
			t.Fatal(err)
		}
		if deleted, err := client.Del(t.Context(), options.Prefix+test.lost).Result(); err != nil || deleted != 1 {
			t.Fatalf("%s: %d keys, error %v", name, deleted, err)
		}
		if _, err := store.Claim(t.Context(), test.second); err != nil {
			t.Errorf("%s: the second claim: %v", name, err)
		}
		if err := slow.Done(t.Context()); !errors.Is(err, redisstore.ErrLost) {
			t.Errorf("%s: done: %v", name, err)
		}
	}
}

// A receiver that died has its lease until it runs out; one that was only slow learns
// that it did.
func TestLease(t *testing.T) {
	t.Parallel()
	client := connect(t)
	options := fresh()
	options.Lease, options.Wait = time.Hour, -1
	store := redisstore.New(client, options)
	m := &webhook.Message{ID: "msg_1", Type: "user.updated", Data: []byte(`{"id":"user_1"}`), Timestamp: time.Now()}
	dead, err := store.Claim(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Claim(t.Context(), m); !errors.Is(err, webhook.ErrBusy) {
		t.Errorf("a claim that is taken: %v", err)
	}
	other := &webhook.Message{ID: "msg_2", Type: "user.updated", Data: m.Data, Timestamp: m.Timestamp}
	if _, err := store.Claim(t.Context(), other); !errors.Is(err, webhook.ErrBusy) {
		t.Errorf("an object that is taken: %v", err)
	}
	// The lease ends now, in place of an hour from now.
	keys, err := client.Keys(t.Context(), options.Prefix+"*").Result()
	if err != nil || len(keys) != 2 {
		t.Fatalf("keys %q, error %v", keys, err)
	}
	if err := client.Del(t.Context(), keys...).Err(); err != nil {
		t.Fatal(err)
	}
	second, err := store.Claim(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if err := dead.Done(t.Context()); !errors.Is(err, redisstore.ErrLost) {
		t.Errorf("done after the lease: %v", err)
	}
	if err := dead.Release(t.Context()); err != nil { // of what is another's by now
		t.Error(err)
	}
	if err := second.Done(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := store.Claim(t.Context(), m); !errors.Is(err, webhook.ErrDone) {
		t.Errorf("after it was done: %v", err)
	}
	for key, least := range map[string]time.Duration{"message:msg_1": 6 * 24 * time.Hour, "object:user:user_1": 89 * 24 * time.Hour} {
		if left, err := client.PTTL(t.Context(), options.Prefix+key).Result(); err != nil || left < least {
			t.Errorf("%s lives for %v, error %v", key, left, err)
		}
	}
}
