package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/core/webhook/storetest"
)

// rows is a table in memory.
type rows struct {
	mu   sync.Mutex
	text map[string]string
}

func (r *rows) Write(_ context.Context, object, text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.text[object] = text
	return nil
}

func (r *rows) Read(_ context.Context, object string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text[object], nil
}

func TestMemory(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(*testing.T) ([]webhook.Store, storetest.Table) {
		return []webhook.Store{webhook.NewMemory(0)}, &rows{text: map[string]string{}}
	})
}

// A claim that is taken is waited for, as long as the context lasts.
func TestMemoryWaits(t *testing.T) {
	t.Parallel()
	memory := webhook.NewMemory(0)
	m := &webhook.Message{ID: "msg_1"}
	claim, err := memory.Claim(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := memory.Claim(ctx, m); !errors.Is(err, webhook.ErrBusy) {
		t.Errorf("a claim that is taken: %v", err)
	}
	second := make(chan error, 1)
	go func() {
		_, err := memory.Claim(t.Context(), m)
		second <- err
	}()
	if err := claim.Done(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-second; !errors.Is(err, webhook.ErrDone) {
		t.Errorf("the second claim: %v", err)
	}
}

// A claim waits no longer than ten seconds, whatever its context.
func TestMemoryWaitsNotForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		memory, start := webhook.NewMemory(0), time.Now()
		m := &webhook.Message{ID: "msg_1"}
		if _, err := memory.Claim(context.Background(), m); err != nil {
			t.Fatal(err)
		}
		if _, err := memory.Claim(context.Background(), m); !errors.Is(err, webhook.ErrBusy) {
			t.Errorf("a claim that is taken: %v", err)
		}
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("it waited for %v", took)
		}
	})
}

// What was in use lately is remembered, a deletion above all.
func TestMemoryKeepsWhatMoves(t *testing.T) {
	t.Parallel()
	memory := webhook.NewMemory(3)
	handle := func(id, eventType, object string, at int64) error {
		m := &webhook.Message{ID: id, Type: eventType, Data: []byte(`{"id":"` + object + `"}`), Timestamp: time.UnixMilli(at)}
		claim, err := memory.Claim(t.Context(), m)
		if err != nil {
			return err
		}
		return claim.Done(t.Context())
	}
	for k, step := range []struct {
		eventType, object string
		want              error
	}{
		{"user.created", "user_1", nil}, {"user.created", "user_2", nil}, {"user.created", "user_3", nil},
		{"user.deleted", "user_1", nil}, {"user.created", "user_4", nil}, {"user.created", "user_5", nil},
		{"user.updated", "user_1", webhook.ErrDone},
	} {
		if err := handle(fmt.Sprint("msg_", k), step.eventType, step.object, int64(1000+k)); !errors.Is(err, step.want) {
			t.Errorf("%s of %s: %v, want %v", step.eventType, step.object, err, step.want)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	memory := webhook.NewMemory(2)
	claim := func(k int) error {
		claim, err := memory.Claim(t.Context(), &webhook.Message{ID: fmt.Sprint("msg_", k)})
		if err != nil {
			return err
		}
		return claim.Done(t.Context())
	}
	for k := range 3 {
		if err := claim(k); err != nil {
			t.Fatal(err)
		}
	}
	if err := claim(2); !errors.Is(err, webhook.ErrDone) {
		t.Errorf("the newest is forgotten: %v", err)
	}
	if err := claim(0); err != nil {
		t.Errorf("the oldest is remembered: %v", err)
	}
}
