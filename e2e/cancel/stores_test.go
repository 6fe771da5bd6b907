package cancel

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/redisstore"
	"github.com/clerkgo/clerk-go/sqlstore"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/redis/go-redis/v9"
)

// stores are the calls of sqlstore, with PostgreSQL's protocol, and redisstore.
func stores() []function {
	return []function{
		inSQL("sqlstore.(*Store).Claim", func(ctx context.Context, store *sqlstore.Store) error {
			_, err := store.Claim(ctx, message())
			return err
		}),
		inSQL("sqlstore.(*Store).Migrate", func(ctx context.Context, store *sqlstore.Store) error { return store.Migrate(ctx) }),
		inSQL("sqlstore.(*Store).Prune", func(ctx context.Context, store *sqlstore.Store) error { return store.Prune(ctx, time.Hour) }),
		{name: "redisstore.(*Store).Claim", ready: func(t *testing.T, w *world) func(context.Context) error {
			store := redisstore.New(w.redis(t))
			return func(ctx context.Context) error {
				_, err := store.Claim(ctx, message())
				return err
			}
		}},
		claimed("redisstore.(*claim).Done", webhook.Claim.Done),
		claimed("redisstore.(*claim).Release", webhook.Claim.Release),
	}
}

func inSQL(name string, call func(context.Context, *sqlstore.Store) error) function {
	return function{name: name, ready: func(t *testing.T, w *world) func(context.Context) error {
		db, err := sql.Open("pgx", "postgres://clerk@"+w.silent+"/clerk?sslmode=disable")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		store := sqlstore.New(db)
		return func(ctx context.Context) error { return call(ctx, store) }
	}}
}

// redis returns a client of the server that never answers, and waits for it for ever.
func (w *world) redis(t *testing.T) *redis.Client {
	client := redis.NewClient(&redis.Options{Addr: w.silent, ReadTimeout: -1})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// claimed is a call of a claim that Redis has given.
func claimed(name string, call func(webhook.Claim, context.Context) error) function {
	return function{name: name, ready: func(t *testing.T, w *world) func(context.Context) error {
		claim, err := redisstore.New(&answersOnce{Scripter: w.redis(t)}).Claim(t.Context(), message())
		if err != nil {
			t.Fatal(err)
		}
		return func(ctx context.Context) error { return call(claim, ctx) }
	}}
}

// answersOnce gives one claim; what comes after goes to the server that never answers.
type answersOnce struct {
	redis.Scripter
	answered bool
}

func (a *answersOnce) EvalSha(ctx context.Context, sha string, keys []string, args ...any) *redis.Cmd {
	if !a.answered {
		a.answered = true
		return redis.NewCmdResult("claimed", nil)
	}
	return a.Scripter.EvalSha(ctx, sha, keys, args...)
}
