package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/sqlstore"
)

// A receiver keeps a table of users. What it writes and the memory of the event are one
// transaction.
func Example() {
	ctx := context.Background()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	store := sqlstore.New(db)
	if err := store.Migrate(ctx); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := db.ExecContext(ctx, `CREATE TABLE users (id TEXT PRIMARY KEY, name TEXT NOT NULL)`); err != nil {
		fmt.Println(err)
		return
	}

	mux, err := webhook.NewMux(webhook.MuxOptions{Options: webhook.Options{Secrets: []string{secret}}, Store: store})
	if err != nil {
		fmt.Println(err)
		return
	}
	webhook.On(mux, webhook.UserUpdated, func(ctx context.Context, event webhook.Event[backend.User]) error {
		_, err := sqlstore.Tx(ctx).ExecContext(ctx, `INSERT INTO users (id, name) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET name = excluded.name`, event.Data.ID, event.Data.FirstName.Or(""))
		return err
	})

	for _, delivery := range []struct{ id, body string }{
		{"msg_2", `{"type":"user.updated","timestamp":1772366402000,"data":{"id":"user_1","first_name":"Ada"}}`},
		{"msg_1", `{"type":"user.updated","timestamp":1772366401000,"data":{"id":"user_1","first_name":"Adda"}}`}, // late
	} {
		fmt.Println(mux.Deliver(ctx, sign(delivery.id, delivery.body), []byte(delivery.body)))
	}
	var name string
	fmt.Println(db.QueryRowContext(ctx, `SELECT name FROM users WHERE id = 'user_1'`).Scan(&name), name)
	// Output:
	// <nil>
	// <nil>
	// <nil> Ada
}
