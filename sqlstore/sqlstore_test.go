package sqlstore_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/core/webhook/storetest"
	"github.com/clerkgo/clerk-go/sqlstore"
	_ "github.com/jackc/pgx/v5/stdlib"
	"go.uber.org/goleak"
	_ "modernc.org/sqlite"
)

func TestMain(m *testing.M) {
	if driver, source, ok := strings.Cut(os.Getenv(victim), " "); ok {
		hang(driver, source)
	}
	goleak.VerifyTestMain(m)
}

// things is a table that handlers write to, in their transaction.
type things struct{ db *sql.DB }

func (things) Write(ctx context.Context, object, text string) error {
	_, err := sqlstore.Tx(ctx).ExecContext(ctx, `INSERT INTO things (object, text) VALUES ($1, $2) ON CONFLICT (object) DO UPDATE SET text = excluded.text`, object, text)
	return err
}

func (t things) Read(ctx context.Context, object string) (text string, err error) {
	err = t.db.QueryRowContext(ctx, `SELECT text FROM things WHERE object = $1`, object).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return text, err
}

// open returns stores of several receivers on one database.
func open(t *testing.T, driver, source string, receivers int) ([]webhook.Store, things) {
	t.Helper()
	var stores []webhook.Store
	var first *sql.DB
	for range receivers {
		db, err := sql.Open(driver, source)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		store := sqlstore.New(db)
		for range 2 { // the second time changes nothing
			if err := store.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		stores = append(stores, store)
		if first == nil {
			first = db
		}
	}
	if _, err := first.ExecContext(t.Context(), `CREATE TABLE IF NOT EXISTS things (object TEXT PRIMARY KEY, text TEXT NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	return stores, things{first}
}

func sqlite(t *testing.T) string {
	return "file:" + filepath.ToSlash(filepath.Join(t.TempDir(), "webhooks.db")) + "?_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)&_txlock=immediate"
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) ([]webhook.Store, storetest.Table) { return tables(open(t, "sqlite", sqlite(t), 2)) })
}

func tables(stores []webhook.Store, table things) ([]webhook.Store, storetest.Table) {
	return stores, table
}

// postgres returns the source of a schema of its own in the server that CLERK_TEST_POSTGRES names.
func postgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv("CLERK_TEST_POSTGRES")
	switch {
	case server == "" && os.Getenv("CI") != "":
		t.Fatal("CLERK_TEST_POSTGRES is not set; scripts/testservers starts a server")
	case server == "":
		t.Skip("NOT TESTED: PostgreSQL. Run: eval \"$(scripts/testservers start)\"")
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	schema := fmt.Sprintf("test_%d", time.Now().UnixNano())
	if _, err := db.ExecContext(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db, err := sql.Open("pgx", server)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.ExecContext(context.Background(), "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Error(err)
		}
	})
	return server + "&search_path=" + schema
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	postgres(t) // skips once for all
	storetest.Run(t, func(t *testing.T) ([]webhook.Store, storetest.Table) { return tables(open(t, "pgx", postgres(t), 2)) })
}

// victim is the variable that makes the test's program a receiver to be killed; its value
// is a driver and a source.
const victim = "SQLSTORE_VICTIM"

// doomed is the message that the victim is killed over.
func doomed() *webhook.Message {
	return &webhook.Message{ID: "msg_1", Type: "user.updated", Data: []byte(`{"id":"user_1"}`), Timestamp: time.UnixMilli(1000)}
}

// hang claims a message, writes, says so, and waits to be killed.
func hang(driver, source string) {
	db, err := sql.Open(driver, source)
	if err != nil {
		log.Fatal(err)
	}
	claim, err := sqlstore.New(db).Claim(context.Background(), doomed())
	if err != nil {
		log.Fatal(err)
	}
	if err := (things{}).Write(claim.Context(context.Background()), "user:user_1", "half done"); err != nil {
		log.Fatal(err)
	}
	fmt.Println("written")
	_, _ = io.Copy(io.Discard, os.Stdin) // until whoever is to kill it has gone
	os.Exit(1)
}

// A receiver that is killed leaves nothing behind: neither what it wrote, nor its claim.
func TestKilledReceiver(t *testing.T) {
	t.Parallel()
	for driver, source := range map[string]func(*testing.T) string{"pgx": postgres, "sqlite": sqlite} {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			source := source(t)
			stores, table := open(t, driver, source, 1)
			program := exec.CommandContext(t.Context(), os.Args[0])
			program.Env = append(os.Environ(), victim+"="+driver+" "+source)
			program.Stderr = os.Stderr
			if _, err := program.StdinPipe(); err != nil {
				t.Fatal(err)
			}
			stdout, err := program.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "written\n" {
				t.Fatalf("the receiver says %q, %v", line, err)
			}
			if err := program.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = program.Wait() // it was killed

			claim, err := stores[0].Claim(t.Context(), doomed())
			if err != nil {
				t.Fatalf("sent again: %v", err)
			}
			if text, err := table.Read(t.Context(), "user:user_1"); err != nil || text != "" {
				t.Errorf("it left %q behind, error %v", text, err)
			}
			if err := claim.Done(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// A claim that fails gives its connection back.
func TestFailedClaim(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", sqlite(t)) // without tables
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := sqlstore.New(db).Claim(t.Context(), doomed()); err == nil || errors.Is(err, webhook.ErrDone) {
		t.Errorf("a claim without tables: %v", err)
	}
	if n := db.Stats().InUse; n != 0 {
		t.Errorf("%d connections are in use", n)
	}
}

// What a handler wrote goes with its claim, whatever ended it.
func TestReleaseUndoesTheHandler(t *testing.T) {
	t.Parallel()
	stores, table := open(t, "sqlite", sqlite(t), 1)
	m := &webhook.Message{ID: "msg_1"}
	for name, end := range map[string]func(webhook.Claim, context.CancelFunc) error{
		"released": func(c webhook.Claim, _ context.CancelFunc) error { return c.Release(t.Context()) },
		"its context ended": func(c webhook.Claim, cancel context.CancelFunc) error {
			cancel()
			if err := c.Done(t.Context()); err == nil {
				return errors.New("done after the end of its context")
			}
			return nil
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		claim, err := stores[0].Claim(ctx, m)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := table.Write(claim.Context(ctx), "x", name); err != nil {
			t.Fatal(err)
		}
		if err := end(claim, cancel); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
		if text, err := table.Read(t.Context(), "x"); err != nil || text != "" {
			t.Errorf("%s: the table has %q, error %v", name, text, err)
		}
	}
}

func TestPrune(t *testing.T) {
	t.Parallel()
	_, table := open(t, "sqlite", sqlite(t), 1)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	store := sqlstore.New(table.db, sqlstore.Options{Now: func() time.Time { return now }})
	claim := func(id, object string, at time.Time) error {
		claim, err := store.Claim(t.Context(), &webhook.Message{ID: id, Type: "user.updated", Data: fmt.Appendf(nil, `{"id":%q}`, object), Timestamp: at})
		if err != nil {
			return err
		}
		return claim.Done(t.Context())
	}
	if err := claim("msg_1", "user_1", now); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		later time.Duration
		want  error
	}{{time.Hour, webhook.ErrDone}, {time.Hour + time.Second, nil}} {
		now = now.Add(step.later)
		if err := store.Prune(t.Context(), 2*time.Hour); err != nil {
			t.Fatal(err)
		}
		if err := claim("msg_1", "user_2", now); !errors.Is(err, step.want) {
			t.Errorf("after %v: %v, want %v", step.later, err, step.want)
		}
	}
	late := now.Add(-24 * time.Hour)
	if err := claim("msg_2", "user_1", late); !errors.Is(err, webhook.ErrDone) {
		t.Errorf("an object was forgotten: %v", err)
	}
	now = now.Add(91 * 24 * time.Hour)
	if err := store.Prune(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := claim("msg_3", "user_1", late); err != nil {
		t.Errorf("an object is remembered for ever: %v", err)
	}
}

// Receivers of different purpose share a database, and nothing else.
func TestNamespace(t *testing.T) {
	t.Parallel()
	_, table := open(t, "sqlite", sqlite(t), 1)
	m := &webhook.Message{ID: "msg_1", Type: "user.updated", Data: []byte(`{"id":"user_1"}`), Timestamp: time.Now()}
	for _, namespace := range []string{"", "search", "mail"} {
		for _, want := range []error{nil, webhook.ErrDone} {
			claim, err := sqlstore.New(table.db, sqlstore.Options{Namespace: namespace}).Claim(t.Context(), m)
			if !errors.Is(err, want) {
				t.Errorf("%q: %v, want %v", namespace, err, want)
			}
			if err == nil {
				if err := claim.Done(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// Receivers that start together make the tables together.
func TestMigrateTogether(t *testing.T) {
	t.Parallel()
	source := postgres(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			db, err := sql.Open("pgx", source)
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			if err := sqlstore.New(db).Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestTxOutside(t *testing.T) {
	t.Parallel()
	if sqlstore.Tx(t.Context()) != nil {
		t.Error("a transaction from nowhere")
	}
}
