package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// sources returns the databases to test with, by name.
func sources(t *testing.T) map[string]func(t *testing.T) (driver, source string) {
	t.Helper()
	return map[string]func(*testing.T) (string, string){
		"SQLite": func(t *testing.T) (string, string) { return "sqlite", sqlite(filepath.Join(t.TempDir(), "users.db")) },
		"PostgreSQL": func(t *testing.T) (string, string) {
			server := os.Getenv("CLERK_TEST_POSTGRES")
			switch {
			case server == "" && os.Getenv("CI") != "":
				t.Fatal("CLERK_TEST_POSTGRES is not set; scripts/testservers starts a server")
			case server == "":
				t.Skip("NOT TESTED: PostgreSQL. Run: eval \"$(scripts/testservers start)\"")
			}
			schema := fmt.Sprintf("example_%d", time.Now().UnixNano())
			exec := func(ctx context.Context, statement string) {
				db, err := sql.Open("pgx", server)
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				if _, err := db.ExecContext(ctx, statement); err != nil {
					t.Error(err)
				}
			}
			exec(t.Context(), "CREATE SCHEMA "+schema)
			t.Cleanup(func() { exec(context.Background(), "DROP SCHEMA "+schema+" CASCADE") })
			return "pgx", server + "&search_path=" + schema
		},
	}
}

// receivers starts receivers of their own on one database, and returns their URLs.
func receivers(t *testing.T, driver, source string, secret string, count int, wrap func(http.Handler) http.Handler) []string {
	t.Helper()
	var urls []string
	for range count {
		db, err := sql.Open(driver, source)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		handler, err := routes(t.Context(), db, webhook.Options{Secrets: []string{secret}})
		if err != nil {
			t.Fatal(err)
		}
		urls = append(urls, exampletest.Serve(t, wrap(handler)))
	}
	return urls
}

// What changes in the local Clerk is in the table.
func TestFollowsClerk(t *testing.T) {
	for name, open := range sources(t) {
		t.Run(name, func(t *testing.T) {
			inst := clerktest.Start(t)
			driver, source := open(t)
			url := receivers(t, driver, source, inst.WebhookSigningSecret(), 1, func(h http.Handler) http.Handler { return h })[0]
			if err := inst.SendWebhooks(url+"/webhooks", time.Millisecond); err != nil {
				t.Fatal(err)
			}
			client := exampletest.Client(t, inst)
			want := func(text string) {
				t.Helper()
				for {
					if got := users(t, url); got == text {
						return
					} else if t.Context().Err() != nil {
						t.Fatalf("the table is %s, want %s", got, text)
					}
				}
			}
			ada, err := client.Users.Create(t.Context(), backend.UserCreateParams{EmailAddress: []string{"ada@example.com"}})
			if err != nil {
				t.Fatal(err)
			}
			want(fmt.Sprintf(`[{"id":%q,"email":"ada@example.com","name":""}]`, ada.ID))
			if _, err := client.Users.Update(t.Context(), ada.ID, backend.UserUpdateParams{FirstName: backend.Value("Ada")}); err != nil {
				t.Fatal(err)
			}
			want(fmt.Sprintf(`[{"id":%q,"email":"ada@example.com","name":"Ada"}]`, ada.ID))
			if _, err := client.Users.Delete(t.Context(), ada.ID); err != nil {
				t.Fatal(err)
			}
			want("[]")
		})
	}
}

// users returns the table.
func users(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url + "/users")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// Each event ten times, out of order, from eight goroutines, to two receivers that share
// a table and are killed in between: the table ends as the newest events say.
func TestEndsInTheFinalState(t *testing.T) {
	const people, updates, times, senders = 6, 8, 10, 8
	for name, open := range sources(t) {
		t.Run(name, func(t *testing.T) {
			inst := clerktest.Start(t)
			driver, source := open(t)
			var killed atomic.Int64
			urls := receivers(t, driver, source, inst.WebhookSigningSecret(), 2, func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodPost && rand.N(4) == 0 {
						// The receiver dies somewhere in the middle: its request ends.
						ctx, cancel := context.WithTimeout(r.Context(), time.Duration(rand.N(2000))*time.Microsecond)
						defer cancel()
						killed.Add(1)
						r = r.WithContext(ctx)
					}
					h.ServeHTTP(w, r)
				})
			})
			type event struct{ id, body string }
			var events []event
			var wanted []string
			for p := range people {
				id := fmt.Sprintf("user_%d", p)
				for u := range updates {
					events = append(events, event{fmt.Sprintf("msg_%d_%d", p, u), fmt.Sprintf(`{"type":"user.updated","object":"event","timestamp":%d,"data":{"id":%q,"first_name":"version %d"}}`,
						1772366400000+u, id, u)})
				}
				if p%2 == 0 {
					events = append(events, event{fmt.Sprintf("msg_%d_deleted", p), fmt.Sprintf(`{"type":"user.deleted","object":"event","timestamp":%d,"data":{"id":%q,"deleted":true,"object":"user"}}`,
						1772366400000+updates, id)})
					continue
				}
				wanted = append(wanted, fmt.Sprintf(`{"id":%q,"email":"","name":"version %d"}`, id, updates-1))
			}
			var all []event
			for range times {
				all = append(all, events...)
			}
			rand.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
			deliver := func(url string, e event) error {
				request := inst.SignWebhookAs(e.id, url+"/webhooks", []byte(e.body))
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					return err
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				if response.StatusCode/100 != 2 {
					return errors.New(response.Status)
				}
				return nil
			}
			var next atomic.Int64
			var group sync.WaitGroup
			for s := range senders {
				group.Go(func() {
					for {
						n := int(next.Add(1)) - 1
						if n >= len(all) {
							return
						}
						_ = deliver(urls[(n+s)%len(urls)], all[n]) // what fails is sent again below
					}
				})
			}
			group.Wait()
			for _, e := range events { // the sender goes on until each is acknowledged
				for deliver(urls[0], e) != nil {
					if t.Context().Err() != nil {
						t.Fatal("an event is never acknowledged")
					}
				}
			}
			slices.Sort(wanted)
			if got, want := users(t, urls[1]), "["+strings.Join(wanted, ",")+"]"; got != want {
				t.Errorf("the table is\n%s\nwant\n%s", got, want)
			}
			t.Logf("%d deliveries, %d killed in between", len(all), killed.Load())
		})
	}
}
