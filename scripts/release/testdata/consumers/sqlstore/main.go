// Command consumer receives a webhook twice and handles it once. What stands in for a
// database remembers the first.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/sqlstore"
)

func main() {
	store := sqlstore.New(sql.OpenDB(&database{}))
	if err := store.Migrate(context.Background()); err != nil {
		log.Fatal(err)
	}
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	mux, err := webhook.NewMux(webhook.MuxOptions{Options: webhook.Options{Secrets: []string{inst.WebhookSigningSecret()}}, Store: store})
	if err != nil {
		log.Fatal(err)
	}
	webhook.OnOther(mux, func(_ context.Context, message *webhook.Message) error {
		fmt.Println("handled", message.Type)
		return nil
	})
	body := []byte(`{"object":"event","type":"user.created","data":{"id":"user_1","object":"user"},"timestamp":1767225600000}`)
	for range 2 {
		response := httptest.NewRecorder()
		mux.ServeHTTP(response, inst.SignWebhookAs("msg_1", "http://localhost/webhooks", body))
		fmt.Println(response.Code, http.StatusText(response.Code))
	}
}

// database is a driver that runs no statement. It inserts one message, and no other.
type database struct{ messages int }

func (d *database) Begin() (driver.Tx, error)                    { return d, nil }
func (d *database) Close() error                                 { return nil }
func (d *database) Commit() error                                { return nil }
func (d *database) Connect(context.Context) (driver.Conn, error) { return d, nil }
func (d *database) Driver() driver.Driver                        { return nil }
func (d *database) Prepare(string) (driver.Stmt, error)          { return nil, errors.ErrUnsupported }
func (d *database) Rollback() error                              { return nil }

func (d *database) ExecContext(_ context.Context, statement string, _ []driver.NamedValue) (driver.Result, error) {
	if strings.HasPrefix(statement, "INSERT INTO clerk_webhook_messages") {
		d.messages++
	}
	if d.messages > 1 {
		return driver.RowsAffected(0), nil
	}
	return driver.RowsAffected(1), nil
}
