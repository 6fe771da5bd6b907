package faults

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/e2e/internal/apps"
)

const (
	// usual is how long the load lasts unless CLERK_SOAK says otherwise.
	usual = 10 * time.Second
	// haste is how much faster than time the clock of the applications is: keys are past
	// their age after a second.
	haste = 300
	// hurried and waiting are how many visitors each application has: of those who are not
	// to notice what its API does, and of those who ask for what only the API knows.
	hurried = 4
	waiting = 12
	// apiPatience bounds a request to the API, and what a visitor waits for the proxy.
	apiPatience = 300 * time.Millisecond
	// growth is how many bytes the heap may grow between a third of the load and its end.
	growth = 8 << 20
)

// TestLoad sends mixed traffic through all adapters at once, as fast as it goes, while
// faults come and go and keys rotate. Each answer has to be one that is right at that
// moment. Afterwards, with an API that is well, everything has to be as it should be.
func TestLoad(t *testing.T) {
	duration := usual
	if text := os.Getenv("CLERK_SOAK"); text != "" {
		var err error
		if duration, err = time.ParseDuration(text); err != nil {
			t.Fatalf("CLERK_SOAK: %v", err)
		}
	}
	var loads []*load
	for name := range apps.Builders {
		loads = append(loads, newLoad(t, name))
	}
	sort.Slice(loads, func(i, k int) bool { return loads[i].name < loads[k].name })

	var chaos, traffic sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for _, l := range loads {
		chaos.Go(func() { l.chaos(ctx) })
	}
	run := func(d time.Duration) uint64 {
		end := time.Now().Add(d)
		for _, l := range loads {
			for k := range hurried + waiting {
				traffic.Go(func() { l.visit(end, k < hurried) })
			}
		}
		traffic.Wait()
		return heap()
	}
	began := time.Now()
	before := run(duration / 3)
	after := run(duration - duration/3)
	took := time.Since(began)
	stop()
	chaos.Wait()

	seen := map[string]map[int]int{}
	for _, l := range loads {
		l.api.heals()
		l.settle()
		for kind, statuses := range l.seen {
			for status, n := range statuses {
				count(seen, kind, status, n)
			}
		}
		fmt.Printf("load %s: %d requests in %.1f s, %d faults, %d wrong, %d lost, heap %.1f -> %.1f MB\n",
			l.name, l.sent.Load(), took.Seconds(), l.api.faulty.Load(), l.wrong.Load(), l.sent.Load()-l.answered.Load()-l.left.Load(),
			float64(before)/(1<<20), float64(after)/(1<<20))
	}
	if after > before+growth {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
	for name, kind := range kinds {
		t.Logf("%s: %v", name, seen[name])
		if seen[name][kind.well] == 0 || kind.ill != 0 && seen[name][kind.ill] == 0 {
			t.Errorf("%s: want some answers of %d and %d, got %v", name, kind.well, kind.ill, seen[name])
		}
	}
}

// count adds to a table of answers by kind and status.
func count(table map[string]map[int]int, kind string, status, n int) {
	if table[kind] == nil {
		table[kind] = map[int]int{}
	}
	table[kind][status] += n
}

// heap returns how many bytes are in use once garbage is collected.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools kept
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// A load is an application under load, its API and its visitors.
type load struct {
	t      *testing.T
	name   string
	api    *api
	app    string
	client *http.Client

	stable  *signer
	tokens  []string // good ones of the stable key, one for each user
	expired []string
	broken  map[string][]string // what must never pass, by kind
	rings   atomic.Pointer[[]*generation]
	serial  int

	sent, answered, left, wrong atomic.Int64

	mu   sync.Mutex
	seen map[string]map[int]int // answers, by kind and status
}

// A generation is a key that comes and goes, with a token of it.
type generation struct {
	signer    *signer
	token     string
	accepted  atomic.Bool // a token has passed
	withdrawn atomic.Bool // the key is not published any more, or about to be withdrawn
	refused   atomic.Bool // and a token has been refused since
}

const users = 64

func userID(n int) string { return fmt.Sprintf("user_%d", n) }

func newLoad(t *testing.T, name string) *load {
	l := &load{t: t, name: name, client: visitor(), broken: map[string][]string{}, seen: map[string]map[int]int{}, stable: newSigner("ins_stable", 0)}
	l.client.Timeout = time.Minute // whoever waits that long has lost the answer
	stranger := newSigner("ins_stranger", 1)
	l.api = newAPI(t, l.stable)
	issued := epoch.Add(-48 * time.Hour)
	for n := range users {
		user := userID(n)
		l.tokens = append(l.tokens, l.stable.session(user, issued, longLife))
		l.expired = append(l.expired, l.stable.session(user, issued, time.Minute))
		l.broken["expired"] = append(l.broken["expired"], l.expired[n])
		l.broken["forged"] = append(l.broken["forged"], stranger.under(l.stable).session(user, issued, longLife))
		l.broken["other instance's"] = append(l.broken["other instance's"], stranger.session(user, issued, longLife))
		l.broken["tampered"] = append(l.broken["tampered"], tamper(l.tokens[n]))
		l.api.fresh[sessionOf(user)] = l.tokens[n]
		l.api.knows("ak_"+user, user)
		l.api.knows("mt_"+user, "mch_"+user)
		l.api.knows("oat_"+user, user)
	}
	l.rings.Store(&[]*generation{})
	transport := http.DefaultTransport.(*http.Transport).Clone()
	began := time.Now()
	client := newClient(t, core.Options{
		APIURL:         l.api.url,
		FAPIURL:        l.api.url + strings.TrimSuffix(frontendPath, "/"),
		HTTPClient:     &http.Client{Timeout: apiPatience, Transport: transport},
		Logger:         slog.New(slog.NewTextHandler(watched(t), nil)),
		Now:            func() time.Time { return epoch.Add(haste * time.Since(began)) },
		PublishableKey: publishableKey,
		Retry:          backend.RetryOptions{MaxWait: time.Millisecond},
		SecretKey:      secretKey,
		TokenCacheSize: 2 * users, // is full long before a third of the load
	})
	t.Cleanup(transport.CloseIdleConnections)
	l.app = "http://" + apps.Start(t, apps.Builders[name](apps.Settings{Client: client, Log: watched(t), Proxy: &core.FrontendProxyOptions{}, Routes: routes(client)}))
	t.Cleanup(l.client.CloseIdleConnections)
	l.once("good") // keys are there before anything breaks
	return l
}

// tamper changes a bit of what a token says.
func tamper(jwt string) string {
	middle := strings.Index(jwt, ".") + 40
	other := byte('A')
	if jwt[middle] == other {
		other = 'B'
	}
	return jwt[:middle] + string(other) + jwt[middle+1:]
}

// chaos breaks the API, heals it, and rotates keys, until ctx ends.
func (l *load) chaos(ctx context.Context) {
	usable := slices.DeleteFunc(slices.Clone(faults), func(f *fault) bool { return f.heavy })
	pause := func(least, most int) {
		select {
		case <-time.After(time.Duration(least+rand.IntN(most-least)) * time.Millisecond):
		case <-ctx.Done():
		}
	}
	for round := 0; ctx.Err() == nil; round++ {
		if round%4 == 0 {
			l.rotate()
		}
		l.api.breaks(usable[rand.IntN(len(usable))])
		pause(10, 120)
		l.api.heals()
		pause(10, 120)
	}
}

// rotate publishes a key, and withdraws the one before the one before.
func (l *load) rotate() {
	l.serial++
	next := &generation{signer: newSigner(fmt.Sprintf("ins_%d", l.serial), 2+l.serial%2)}
	next.token = next.signer.session(userID(0), epoch.Add(-time.Hour), longLife)
	ring := append(slices.Clone(*l.rings.Load()), next)
	keys := []*signer{l.stable}
	for n, g := range ring {
		if n < len(ring)-2 {
			g.withdrawn.Store(true)
		} else {
			keys = append(keys, g.signer)
		}
	}
	l.api.publish(keys...)
	if len(ring) > 12 {
		ring = ring[1:]
	}
	l.rings.Store(&ring)
}

// visit sends requests until a time, one after another: of the kinds that no fault may
// change, or of the others.
func (l *load) visit(end time.Time, hurried bool) {
	names := make([]string, 0, 64)
	for name, kind := range kinds {
		if hurried != (kind.ill == 0) {
			continue
		}
		for range kind.weight {
			names = append(names, name)
		}
	}
	for time.Now().Before(end) {
		l.once(names[rand.IntN(len(names))])
	}
}

// once sends one request of a kind and judges the answer.
func (l *load) once(name string) reply {
	kind := kinds[name]
	request, judge := kind.request(l, rand.IntN(users))
	l.sent.Add(1)
	if kind.leaves {
		ctx, cancel := context.WithTimeout(request.Context(), apiPatience)
		defer cancel()
		request = request.WithContext(ctx)
	}
	response, err := l.client.Do(request)
	if err != nil {
		if kind.leaves && request.Context().Err() != nil {
			l.left.Add(1)
			return reply{}
		}
		l.blame("%s: no answer: %v", name, err)
		return reply{}
	}
	got := read(response)
	if got.cut == nil || kind.leaves {
		l.answered.Add(1)
	}
	l.mu.Lock()
	count(l.seen, name, got.status, 1)
	l.mu.Unlock()
	if !judge(got) {
		l.blame("%s: wrong answer: %v", name, got)
	}
	return got
}

// blame counts what is wrong, and says so the first times.
func (l *load) blame(format string, args ...any) {
	l.t.Helper()
	if l.wrong.Add(1) <= 10 {
		l.t.Errorf(l.name+": "+format, args...)
	}
}

// settle waits until an API that is well gives every kind of request its answer.
func (l *load) settle() {
	deadline := time.Now().Add(time.Minute)
	for name, kind := range kinds {
		for got := l.once(name); got.status != kind.well; got = l.once(name) {
			if time.Now().After(deadline) {
				l.blame("%s: an API that is well does not bring back %d", name, kind.well)
				break
			}
		}
	}
	ring := *l.rings.Load()
	for _, g := range ring {
		status := http.StatusOK
		if g.withdrawn.Load() {
			status = http.StatusUnauthorized
		}
		for got := l.ofKey(g); got.status != status; got = l.ofKey(g) {
			if time.Now().After(deadline) {
				l.blame("a key, withdrawn %v: an API that is well does not bring back %d", g.withdrawn.Load(), status)
				break
			}
		}
	}
}

// ofKey sends a token of a key.
func (l *load) ofKey(g *generation) reply {
	l.sent.Add(1)
	response, err := l.client.Do(withBearer(l.app+"/me", g.token))
	if err != nil {
		l.blame("a token of a key: no answer: %v", err)
		return reply{}
	}
	l.answered.Add(1)
	return read(response)
}
