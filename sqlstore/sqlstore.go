// Package sqlstore remembers webhooks in PostgreSQL or SQLite, in one transaction with
// what their handlers write: an event is handled and remembered, or neither, whatever
// dies in between, and for any number of receivers.
//
//	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
//	store := sqlstore.New(db)
//	err = store.Migrate(ctx)
//	mux, err := webhook.NewMux(webhook.MuxOptions{Store: store})
//	webhook.On(mux, webhook.UserUpdated, func(ctx context.Context, event webhook.Event[backend.User]) error {
//		_, err := sqlstore.Tx(ctx).ExecContext(ctx, "INSERT INTO users …")
//		return err
//	})
//
// The package knows no driver: bring one of your own. With SQLite, give the connection
// a busy timeout, so that receivers wait for each other. A handler that reads or writes
// does so by [Tx]: each message that is being handled, or waits for another, has a
// connection, and a handler that asked the pool for a second one could wait for it until
// its time is up.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
)

// Options configure a [Store]. The zero value of each field is its default.
type Options struct {
	// Namespace tells receivers of different purpose apart that share a database: each
	// has its own memory. Receivers of one purpose have the same, empty or not.
	Namespace string
	// Now is the clock of [Store.Prune]. Nil is [time.Now].
	Now func() time.Time
	// Remember is how long [Store.Prune] leaves what is known of an object after its
	// newest event. Zero is ninety days: a later event could resurrect it.
	Remember time.Duration
}

// Store is a [webhook.Store] in a database. A claim is a transaction: receivers wait for
// each other where they have the same message or object, and a receiver that dies gives
// up its claim with its connection. It is safe for concurrent use.
type Store struct {
	db      *sql.DB
	options Options
}

// New returns a store in a database, whose tables [Store.Migrate] makes. At most one
// Options may be given; others are ignored.
func New(db *sql.DB, options ...Options) *Store {
	s := &Store{db: db}
	if len(options) > 0 {
		s.options = options[0]
	}
	if s.options.Now == nil {
		s.options.Now = time.Now
	}
	if s.options.Remember <= 0 {
		s.options.Remember = 90 * 24 * time.Hour
	}
	return s
}

// key is how a message or an object is stored.
func (s *Store) key(name string) string {
	if s.options.Namespace == "" {
		return name
	}
	return s.options.Namespace + "/" + name
}

// The statements are those that PostgreSQL and SQLite understand alike.
const (
	createMessages = `CREATE TABLE IF NOT EXISTS clerk_webhook_messages (id TEXT PRIMARY KEY, handled_at BIGINT NOT NULL)`
	createObjects  = `CREATE TABLE IF NOT EXISTS clerk_webhook_objects (object TEXT PRIMARY KEY, newest BIGINT NOT NULL, deleted BOOLEAN NOT NULL)`

	insertMessage = `INSERT INTO clerk_webhook_messages (id, handled_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`
	// upsertObject changes no row for what is older than the newest event, nor for a
	// creation of the same time, and none after a deletion.
	upsertObject = `INSERT INTO clerk_webhook_objects (object, newest, deleted) VALUES ($1, $2, $3)
ON CONFLICT (object) DO UPDATE SET newest = excluded.newest, deleted = excluded.deleted
WHERE NOT clerk_webhook_objects.deleted AND clerk_webhook_objects.newest <= excluded.newest - $4`

	deleteMessages = `DELETE FROM clerk_webhook_messages WHERE handled_at < $1`
	deleteObjects  = `DELETE FROM clerk_webhook_objects WHERE newest < $1`
)

// Migrate makes the tables clerk_webhook_messages and clerk_webhook_objects, unless they
// are there. An application that has migrations of its own may copy them from the
// documentation of this function instead:
//
//	CREATE TABLE clerk_webhook_messages (id TEXT PRIMARY KEY, handled_at BIGINT NOT NULL);
//	CREATE TABLE clerk_webhook_objects (object TEXT PRIMARY KEY, newest BIGINT NOT NULL, deleted BOOLEAN NOT NULL);
//
// Receivers that start at the same time may call it at the same time.
func (s *Store) Migrate(ctx context.Context) (err error) {
	for range 5 { // PostgreSQL may refuse a table that somebody else is making: then it is there
		if err = s.migrate(ctx); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return err
}

func (s *Store) migrate(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, statement := range []string{createMessages, createObjects} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// Prune forgets messages that were handled longer ago than age, of all namespaces; Clerk
// sends nothing again after a few days. It forgets objects whose newest event is longer
// ago than [Options].Remember. Call it now and then, as once a day.
func (s *Store) Prune(ctx context.Context, age time.Duration) error {
	now := s.options.Now()
	if _, err := s.db.ExecContext(ctx, deleteMessages, now.Add(-age).UnixMilli()); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, deleteObjects, now.Add(-s.options.Remember).UnixMilli())
	return err
}

// Claim implements [webhook.Store]. It waits for a receiver that has the message or the
// object, as long as the context lasts.
func (s *Store) Claim(ctx context.Context, message *webhook.Message) (webhook.Claim, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	fresh, err := s.claim(ctx, tx, message)
	switch {
	case err != nil:
		return nil, errors.Join(err, tx.Rollback())
	case !fresh:
		return nil, errors.Join(webhook.ErrDone, tx.Rollback())
	}
	return txClaim{tx}, nil
}

// claim writes what there is to remember, and reports whether that was news.
func (s *Store) claim(ctx context.Context, tx *sql.Tx, message *webhook.Message) (bool, error) {
	if changed, err := changes(tx.ExecContext(ctx, insertMessage, s.key(message.ID), s.options.Now().UnixMilli())); err != nil || !changed {
		return false, err
	}
	object := message.Object()
	if object == "" {
		return true, nil
	}
	least := int64(0) // milliseconds that it has to be newer by
	if message.Creates() {
		least = 1
	}
	return changes(tx.ExecContext(ctx, upsertObject, s.key(object), message.Timestamp.UnixMilli(), message.Deletes(), least))
}

// changes reports whether a statement changed a row.
func changes(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// txClaim is a claim that is a transaction.
type txClaim struct{ tx *sql.Tx }

type txKey struct{}

// Context implements [webhook.Claim].
func (c txClaim) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, txKey{}, c.tx)
}

// Done implements [webhook.Claim].
func (c txClaim) Done(context.Context) error { return c.tx.Commit() }

// Release implements [webhook.Claim].
func (c txClaim) Release(context.Context) error { return c.tx.Rollback() }

// Tx returns the transaction of the message that is being handled, which ends after the
// handler: with the memory of the event, or without a trace if the handler fails. It is
// nil outside of a handler of a mux with a [Store].
func Tx(ctx context.Context) *sql.Tx {
	tx, _ := ctx.Value(txKey{}).(*sql.Tx)
	return tx
}
