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
// a busy timeout, so that receivers wait for each other.
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
	// Now is the clock of [Store.Prune]. Nil is [time.Now].
	Now func() time.Time
}

// Store is a [webhook.Store] in a database. A claim is a transaction: receivers wait for
// each other where they have the same message or object, and a receiver that dies gives
// up its claim with its connection. It is safe for concurrent use.
type Store struct {
	db  *sql.DB
	now func() time.Time
}

// New returns a store in a database, whose tables [Store.Migrate] makes. At most one
// Options may be given; others are ignored.
func New(db *sql.DB, options ...Options) *Store {
	s := &Store{db: db, now: time.Now}
	if len(options) > 0 && options[0].Now != nil {
		s.now = options[0].Now
	}
	return s
}

// The statements are those that PostgreSQL and SQLite understand alike.
const (
	createMessages = `CREATE TABLE IF NOT EXISTS clerk_webhook_messages (id TEXT PRIMARY KEY, handled_at BIGINT NOT NULL)`
	createObjects  = `CREATE TABLE IF NOT EXISTS clerk_webhook_objects (object TEXT PRIMARY KEY, newest BIGINT NOT NULL, deleted BOOLEAN NOT NULL)`

	insertMessage = `INSERT INTO clerk_webhook_messages (id, handled_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`
	// upsertObject changes no row for what is older than the newest event, and none
	// after a deletion.
	upsertObject = `INSERT INTO clerk_webhook_objects (object, newest, deleted) VALUES ($1, $2, $3)
ON CONFLICT (object) DO UPDATE SET newest = excluded.newest, deleted = excluded.deleted
WHERE NOT clerk_webhook_objects.deleted AND clerk_webhook_objects.newest <= excluded.newest`

	deleteMessages = `DELETE FROM clerk_webhook_messages WHERE handled_at < $1`
)

// Migrate makes the tables clerk_webhook_messages and clerk_webhook_objects, unless they
// are there. An application that has migrations of its own may copy them from the
// documentation of this function instead:
//
//	CREATE TABLE clerk_webhook_messages (id TEXT PRIMARY KEY, handled_at BIGINT NOT NULL);
//	CREATE TABLE clerk_webhook_objects (object TEXT PRIMARY KEY, newest BIGINT NOT NULL, deleted BOOLEAN NOT NULL);
func (s *Store) Migrate(ctx context.Context) error {
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

// Prune forgets messages that were handled longer ago than age; Clerk sends nothing
// again after a few days. What is known of objects stays: a late event could resurrect
// one otherwise. Call it now and then, as once a day.
func (s *Store) Prune(ctx context.Context, age time.Duration) error {
	_, err := s.db.ExecContext(ctx, deleteMessages, s.now().Add(-age).UnixMilli())
	return err
}

// Claim implements [webhook.Store]. It waits for a receiver that has the message or the
// object, as long as the context lasts.
func (s *Store) Claim(ctx context.Context, message *webhook.Message) (webhook.Claim, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	fresh, err := claim(ctx, tx, message, s.now().UnixMilli())
	switch {
	case err != nil:
		return nil, errors.Join(err, tx.Rollback())
	case !fresh:
		return nil, errors.Join(webhook.ErrDone, tx.Rollback())
	}
	return txClaim{tx}, nil
}

// claim writes what there is to remember, and reports whether that was news.
func claim(ctx context.Context, tx *sql.Tx, message *webhook.Message, now int64) (bool, error) {
	if changed, err := changes(tx.ExecContext(ctx, insertMessage, message.ID, now)); err != nil || !changed {
		return false, err
	}
	object := message.Object()
	if object == "" {
		return true, nil
	}
	return changes(tx.ExecContext(ctx, upsertObject, object, message.Timestamp.UnixMilli(), message.Deletes()))
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
