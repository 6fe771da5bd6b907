// Webhook keeps a table of users in step with Clerk. It reads
// CLERK_WEBHOOK_SIGNING_SECRET, and listens on ADDR, or on localhost:8080. The table is
// in SQLite, in the file users.db, or in PostgreSQL if DATABASE_URL names one.
//
//	go run ./core/cmd/clerkdev -webhooks http://localhost:8080/webhooks -- go run ./examples/webhook
package main

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/sqlstore"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

func main() {
	db, err := open(os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	handler, err := routes(context.Background(), db, webhook.Options{})
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{
		Addr:              cmp.Or(os.Getenv("ADDR"), "localhost:8080"),
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
	}
	log.Printf("listening on http://%s", server.Addr)
	log.Fatal(server.ListenAndServe())
}

// open opens PostgreSQL, or SQLite without a URL.
func open(url string) (*sql.DB, error) {
	if url != "" {
		return sql.Open("pgx", url)
	}
	return sql.Open("sqlite", sqlite("users.db"))
}

// sqlite is the source of a file: receivers wait for each other.
func sqlite(file string) string {
	return "file:" + file + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_txlock=immediate"
}

func routes(ctx context.Context, db *sql.DB, options webhook.Options) (http.Handler, error) {
	store := sqlstore.New(db)
	if err := store.Migrate(ctx); err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL)`); err != nil {
		return nil, err
	}
	receiver, err := webhook.NewMux(webhook.MuxOptions{Options: options, Store: store})
	if err != nil {
		return nil, err
	}
	// A late user.created is as good as an update: both write what they have.
	webhook.On(receiver, webhook.UserCreated, save)
	webhook.On(receiver, webhook.UserUpdated, save)
	webhook.On(receiver, webhook.UserDeleted, remove)

	mux := http.NewServeMux()
	mux.Handle("POST /webhooks", receiver)
	mux.HandleFunc("GET /users", func(w http.ResponseWriter, r *http.Request) {
		users, err := list(r.Context(), db)
		if err != nil {
			log.Print(err)
			http.Error(w, "the users could not be read", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(users)
	})
	return mux, nil
}

// save writes in the transaction that remembers the event: both, or neither.
func save(ctx context.Context, event webhook.Event[backend.User]) error {
	email := ""
	if primary := event.Data.PrimaryEmailAddress(); primary != nil {
		email = primary.EmailAddress
	}
	_, err := sqlstore.Tx(ctx).ExecContext(ctx, `INSERT INTO users (id, email, name) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name`, event.Data.ID, email, event.Data.FirstName.Or(""))
	return err
}

func remove(ctx context.Context, event webhook.Event[backend.DeletedObject]) error {
	_, err := sqlstore.Tx(ctx).ExecContext(ctx, `DELETE FROM users WHERE id = $1`, event.Data.ID)
	return err
}

// A user is a row of the table.
type user struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
}

func list(ctx context.Context, db *sql.DB) ([]user, error) {
	rows, err := db.QueryContext(ctx, `SELECT id, email, name FROM users ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	users := []user{}
	for rows.Next() {
		var u user
		if err := rows.Scan(&u.ID, &u.Email, &u.Name); err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}
