package adaptertest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/go-json-experiment/json"
)

// kept is what an application keeps of a request.
type kept struct {
	auth *core.Auth
	ctx  context.Context
	then string // fingerprint at the time
}

// keep keeps what a handler has.
func keep(c call) kept {
	k := kept{auth: c.auth, ctx: c.ctx}
	k.then = k.now()
	return k
}

// now returns a copy of all that can be read, the token as its digest.
func (k kept) now() string {
	text := ""
	for _, auth := range []*core.Auth{k.auth, core.AuthFromContext(k.ctx)} {
		shown, err := json.Marshal(auth)
		token, tokenErr := auth.Token(context.Background(), core.TokenOptions{})
		text += fmt.Sprintf("%s %q %q %x %v %v\n", shown, auth.UserID, auth.SessionID, sha256.Sum256([]byte(token)), err, tokenErr)
	}
	return text
}

// reusedBuffers holds that what was kept of a request does not change when the
// next ones on its connection reuse its buffers, and that they do not inherit its
// auth.
func reusedBuffers(t testing.TB, b *bench) {
	keeps := make(chan kept, 1)
	s := b.start(t, b.app(Route{Path: "/keep", answer: func(c call) any {
		keeps <- keep(c)
		return look(c)
	}}))
	if got := s.do(t, http.MethodGet, "/keep", bearer(b.first)...); got.ran != 1 {
		t.Fatalf("got status %d, handler ran %d times", got.status, got.ran)
	}
	k := <-keeps
	for range 30 {
		got := s.do(t, http.MethodGet, "/keeq", bearer(b.second)...)
		if got.seen.UserID != secondID || got.seen.InContext.UserID != secondID {
			t.Errorf("the second user is %+v", got.seen)
		}
		if !got.reused {
			t.Errorf("the connection was closed; want it kept, or this proves nothing")
		}
		if got := s.do(t, http.MethodGet, "/keeq"); got.seen.Authenticated || got.seen.UserID != "" || got.seen.InContext.UserID != "" {
			t.Errorf("a stranger on the connection of a user is %+v", got.seen)
		}
		s.do(t, http.MethodGet, "/guarded", bearer(b.first[:len(b.first)-8]+"AAAAAAAA")...)
	}
	if now := k.now(); now != k.then {
		t.Errorf("what was kept changed from\n%sto\n%s", k.then, now)
	}
	if got := s.do(t, http.MethodGet, "/keep", bearer(b.first)...); got.seen.UserID != firstID {
		t.Errorf("the first user came back as %+v", got.seen)
	}
}

// afterTheRequest holds that a goroutine reads the auth of a request that has
// ended long ago.
func afterTheRequest(t testing.TB, b *bench) {
	answered, read := make(chan struct{}), make(chan [2]string, 1)
	release := sync.OnceFunc(func() { close(answered) })
	defer release()
	s := b.start(t, b.app(Route{Path: "/background", RequireAuth: true, answer: func(c call) any {
		k := keep(c)
		go func() {
			<-answered
			read <- [2]string{k.then, k.now()}
		}()
		return look(c)
	}}))
	got := s.do(t, http.MethodGet, "/background", bearer(b.first)...)
	for range 10 {
		s.do(t, http.MethodGet, "/background-not", bearer(b.second)...)
	}
	release()
	if got.ran != 1 {
		t.Fatalf("got status %d, handler ran %d times", got.status, got.ran)
	}
	if texts := <-read; texts[0] != texts[1] {
		t.Errorf("the goroutine read\n%swant\n%s", texts[1], texts[0])
	}
}

// overlappingRequests holds that a request keeps its auth while another is
// answered.
func overlappingRequests(t testing.TB, b *bench) {
	entered, leave := make(chan struct{}), make(chan struct{})
	s := b.start(t, b.app(Route{Path: "/wait", answer: func(c call) any {
		k := keep(c)
		close(entered)
		<-leave
		if k.now() != k.then {
			return seen{UserID: "changed"}
		}
		return look(c)
	}}))
	done := make(chan struct{})
	var waited reply
	var err error
	go func() {
		defer close(done)
		waited, err = s.try(t, http.MethodGet, "/wait", "", bearer(b.first)...)
	}()
	select {
	case <-entered:
	case <-done:
	}
	other, otherErr := s.try(t, http.MethodGet, "/", "", bearer(b.second)...)
	close(leave)
	<-done
	switch {
	case err != nil || otherErr != nil:
		t.Errorf("got the errors %v, %v", err, otherErr)
	case waited.seen.UserID != firstID || waited.seen.InContext.UserID != firstID:
		t.Errorf("the request that waited is %+v", waited.seen)
	case other.seen.UserID != secondID || other.seen.InContext.UserID != secondID:
		t.Errorf("the request meanwhile is %+v", other.seen)
	}
}

// parallelUsers use an application at once, each with some requests.
const (
	parallelUsers   = 200
	requestsPerUser = 5
)

// separateUsers holds that no user is ever taken for another.
func separateUsers(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	var group sync.WaitGroup
	for i := range parallelUsers {
		id := fmt.Sprintf("user_parallel%03d", i)
		header := bearer(tokenOf(b.inst, id))
		group.Go(func() {
			for range requestsPerUser {
				got, err := s.try(t, http.MethodGet, "/guarded", "", header...)
				if err != nil || got.status != http.StatusOK || got.seen.UserID != id || got.seen.InContext.UserID != id {
					t.Errorf("%s: got status %d, %+v, %v", id, got.status, got.seen, err)
					return
				}
			}
		})
	}
	group.Wait()
}
