package token_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
)

// cachedOptions verify by a key set of one key and remember what they accept.
func cachedOptions(keys token.KeySource, change func(*token.Options)) token.Options {
	return options(func(o *token.Options) {
		o.Cache, o.Keys = token.NewCache(64), keys
		if change != nil {
			change(o)
		}
	})
}

// remembers reports whether a cache has a token: it is taken apart once only then.
func remembers(t *testing.T, cache *token.Cache, jwt string) bool {
	t.Helper()
	verifier := token.NewVerifier(token.Options{Cache: cache})
	decoded, err := verifier.Decode(jwt)
	if err != nil {
		return false
	}
	again, err := verifier.Decode(jwt)
	return err == nil && decoded == again
}

// The conditions under which remembering tokens is safe, one test each.

func TestCacheComparesTheWholeToken(t *testing.T) {
	t.Parallel()
	o := cachedOptions(localKey(), nil)
	verifier := token.NewVerifier(o)
	jwt := mint(nil, nil)
	if _, err := verifier.Verify(t.Context(), jwt); err != nil {
		t.Fatal(err)
	}
	if !remembers(t, o.Cache, jwt) {
		t.Fatal("a token that was accepted is not remembered")
	}
	for k := range len(jwt) {
		for _, changed := range []string{jwt[:k] + string(jwt[k]^1) + jwt[k+1:], jwt[:k] + jwt[k+1:], jwt[:k] + jwt[k:k+1] + jwt[k:]} {
			if changed == jwt {
				continue
			}
			if _, err := verifier.Verify(t.Context(), changed); err == nil {
				t.Fatalf("accepted after a change at %d of %d", k, len(jwt))
			}
		}
	}
	// Another payload with the very signature that is remembered.
	other := mint(nil, object{"sub": "user_2"})
	signature := jwt[strings.LastIndexByte(jwt, '.'):]
	_, err := verifier.Verify(t.Context(), other[:strings.LastIndexByte(other, '.')]+signature)
	wantReason(t, err, token.ReasonInvalidSignature)
}

func TestCacheRemembersOnlyWhatWasAccepted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		jwt    string
		change func(*token.Options)
	}{
		"another party":    {mint(nil, nil), parties("https://other.example.com")},
		"another issuer":   {mint(nil, nil), issuers("https://other.example.com")},
		"another key":      {signBy(signers()[1], encode(marshal(header))+"."+encode(marshal(claims))), nil},
		"another type":     {mint(object{"typ": "at+jwt"}, nil), nil},
		"expired":          {mint(nil, object{"exp": now.Unix() - 60}), nil},
		"larger than 4 KB": {mint(nil, object{"pad": strings.Repeat("x", 4<<10)}), nil},
		"no subject":       {mint(nil, object{"sub": nil}), nil},
		"no token":         {strings.Repeat("x", 100), nil},
		"not yet":          {mint(nil, object{"nbf": now.Unix() + 60}), nil},
		"of a machine":     {mint(object{"cat": token.CategoryM2M}, nil), nil},
	} {
		o := cachedOptions(localKey(), test.change)
		_, _ = token.NewVerifier(o).Verify(t.Context(), test.jwt)
		if remembers(t, o.Cache, test.jwt) {
			t.Errorf("%s: remembered", name)
		}
	}
}

// Every check but the signature is made again.
func TestCacheChecksAgain(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(now)
	o := cachedOptions(localKey(), func(o *token.Options) { o.Now = clock.Now })
	jwt := mint(nil, object{"aud": "api", "exp": now.Unix() + 60, "iss": "https://clerk.example.com"})
	if _, err := token.NewVerifier(o).Verify(t.Context(), jwt); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change func(*token.Options)
		want   token.Reason
	}{
		"nothing":  {nil, ""},
		"audience": {func(o *token.Options) { o.Audience = []string{"web"} }, token.ReasonVerificationFailed},
		"issuer":   {issuers("https://clerk.example.org"), token.ReasonInvalidIssuer},
		"keys":     {func(o *token.Options) { o.Keys = nil }, token.ReasonKeyUnresolved},
		"party":    {parties("https://other.example.com"), token.ReasonInvalidAuthorizedParties},
		"type":     {types("at+jwt"), token.ReasonInvalid},
		"time, expired": {func(o *token.Options) {
			o.Now = func() time.Time { return now.Add(60*time.Second + token.DefaultClockSkew) }
		}, token.ReasonExpired},
		"time, issued later": {func(o *token.Options) { o.Now = func() time.Time { return now.Add(-time.Hour) } }, token.ReasonNotActiveYet},
	} {
		if !remembers(t, o.Cache, jwt) {
			t.Fatal("not remembered")
		}
		changed := o
		if test.change != nil {
			test.change(&changed)
		}
		_, err := token.NewVerifier(changed).Verify(t.Context(), jwt)
		if got := token.ReasonOf(err); got != test.want {
			t.Errorf("%s: reason %q, want %q", name, got, test.want)
		}
	}
	clock.Advance(65 * time.Second)
	_, err := token.NewVerifier(o).Verify(t.Context(), jwt)
	wantReason(t, err, token.ReasonExpired)
}

// A category is judged by who decoded the token, remembered or not.
func TestCacheTellsCategoriesApart(t *testing.T) {
	t.Parallel()
	o := cachedOptions(localKey(), nil)
	jwt := mint(object{"cat": token.CategoryM2M}, nil)
	decoded, err := token.Decode(jwt)
	if err != nil {
		t.Fatal(err)
	}
	verifier := token.NewVerifier(o)
	if _, err := verifier.VerifyDecoded(t.Context(), decoded); err != nil {
		t.Fatal(err)
	}
	if !remembers(t, o.Cache, jwt) {
		t.Fatal("not remembered")
	}
	_, err = verifier.Verify(t.Context(), jwt)
	wantReason(t, err, token.ReasonInvalid)
}

// keysNow are keys that a test changes.
type keysNow struct {
	mu  sync.Mutex
	key *token.Key
}

func (k *keysNow) Key(context.Context, string) (*token.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.key, nil
}

// A token is verified anew when its key ID leads to another key, and by a set of
// keys that was loaded again only if the key has changed.
func TestCacheFollowsTheKeys(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(now)
	published := jwk(signer(), "ins_1", nil)
	loads := 0
	set := token.NewKeySet(token.KeySetOptions{Now: clock.Now, Load: func(context.Context) ([]byte, error) {
		loads++
		return jwks(published), nil
	}})
	o := cachedOptions(set, func(o *token.Options) { o.Now = nil })
	verifier := token.NewVerifier(o)
	jwt := mint(nil, object{"exp": now.Unix() + 3600})
	if _, err := verifier.Verify(t.Context(), jwt); err != nil {
		t.Fatal(err)
	}
	remembered, err := verifier.Decode(jwt)
	if err != nil {
		t.Fatal(err)
	}

	clock.Advance(token.MaxAge)
	if _, err := verifier.Verify(t.Context(), jwt); err != nil || loads != 2 {
		t.Fatalf("after %d loads: %v", loads, err)
	}
	if again, _ := verifier.Decode(jwt); again != remembered {
		t.Error("the same key made the token new")
	}

	published = jwk(signers()[1], "ins_1", nil) // another key of the same name
	clock.Advance(token.MaxAge)
	_, err = verifier.Verify(t.Context(), jwt)
	wantReason(t, err, token.ReasonInvalidSignature)

	published = jwk(signers()[1], "ins_2", nil) // and none of that name any more
	clock.Advance(token.MaxAge)
	_, err = verifier.Verify(t.Context(), jwt)
	wantReason(t, err, token.ReasonKeyMismatch)
}

// Verifiers of several instances may share a cache.
func TestCacheKeepsInstancesApart(t *testing.T) {
	t.Parallel()
	o := cachedOptions(localKey(), nil)
	jwt := mint(nil, nil)
	if _, err := token.NewVerifier(o).Verify(t.Context(), jwt); err != nil {
		t.Fatal(err)
	}
	o.Keys = loaded(jwks(jwk(signers()[1], "ins_1", nil)))
	_, err := token.NewVerifier(o).Verify(t.Context(), jwt)
	wantReason(t, err, token.ReasonInvalidSignature)
}

// Frameworks use the memory of a header again for the next request.
func TestCacheCopiesTheToken(t *testing.T) {
	t.Parallel()
	o := cachedOptions(localKey(), nil)
	verifier := token.NewVerifier(o)
	one, two := mint(nil, object{"sub": "user_1"}), mint(nil, object{"sub": "user_2"})
	buffer := []byte(one)
	if _, err := verifier.Verify(t.Context(), unsafe.String(&buffer[0], len(buffer))); err != nil {
		t.Fatal(err)
	}
	copy(buffer, strings.Repeat("x", len(buffer)))
	if !remembers(t, o.Cache, one) {
		t.Error("forgotten when the memory of the request changed")
	}
	copy(buffer, two)
	got, err := verifier.Verify(t.Context(), one)
	if err != nil || got.Subject != "user_1" {
		t.Errorf("claims %v, error %v", got, err)
	}
}

// Who writes to what a handler was given changes nothing for the next request.
func TestCacheIsNotWrittenThroughRaw(t *testing.T) {
	t.Parallel()
	verifier := token.NewVerifier(cachedOptions(localKey(), nil))
	jwt := mint(nil, nil)
	for range 2 {
		got, err := verifier.Verify(t.Context(), jwt)
		if err != nil {
			t.Fatal(err)
		}
		if raw := got.Raw(); !strings.Contains(string(raw), "user_1") {
			t.Fatalf("raw claims %s", raw)
		} else {
			clear(raw)
		}
	}
}

// However many tokens come, the size stays.
func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	const size, offered = 64, 400
	o := cachedOptions(localKey(), func(o *token.Options) { o.Cache = token.NewCache(size) })
	verifier := token.NewVerifier(o)
	var all []string
	for k := range offered {
		jwt := mint(nil, object{"sub": fmt.Sprint("user_", k)})
		all = append(all, jwt)
		if _, err := verifier.Verify(t.Context(), jwt); err != nil {
			t.Fatal(err)
		}
	}
	kept := 0
	for _, jwt := range all {
		if remembers(t, o.Cache, jwt) {
			kept++
		}
	}
	if kept > size || kept < size/2 {
		t.Errorf("%d tokens of %d are remembered, size %d", kept, offered, size)
	}
	if !remembers(t, o.Cache, all[offered-1]) {
		t.Error("the newest token is not")
	}
}

// Tokens that are refused take no memory: a flood of them leaves the heap as it was.
func TestCacheGrowsWithNoGarbage(t *testing.T) {
	o := cachedOptions(localKey(), nil)
	verifier := token.NewVerifier(o)
	valid := mint(nil, nil)
	at := strings.LastIndexByte(valid, '.') + 1
	heap := func() uint64 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	before := heap()
	for k := range 2000 {
		forged := valid[:at] + encode(fmt.Appendf(make([]byte, 0, 256), "%0256d", k))
		if _, err := verifier.Verify(t.Context(), forged); err == nil {
			t.Fatal("accepted a forged token")
		}
	}
	if after := heap(); after > before+256<<10 {
		t.Errorf("the heap grew by %d KB", (after-before)>>10)
	}
}

// For the race detector: readers, writers and a key that changes.
func TestCacheConcurrently(t *testing.T) {
	t.Parallel()
	first := localKey()
	keys := &keysNow{key: first}
	o := cachedOptions(keys, func(o *token.Options) { o.Cache = token.NewCache(1) })
	verifier := token.NewVerifier(o)
	var jwts []string
	for k := range 20 {
		jwts = append(jwts, mint(nil, object{"sub": fmt.Sprint("user_", k)}))
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for k := range 200 {
				want := fmt.Sprint("user_", k%len(jwts))
				got, err := verifier.Verify(t.Context(), jwts[k%len(jwts)])
				if err != nil || got.Subject != want {
					t.Errorf("want %s, got %v and %v", want, got, err)
					return
				}
			}
		})
	}
	group.Go(func() {
		for range 100 {
			again := *first
			keys.mu.Lock()
			keys.key = &again
			keys.mu.Unlock()
			runtime.Gosched()
		}
	})
	group.Wait()
}

func TestMemo(t *testing.T) {
	t.Parallel()
	o := cachedOptions(localKey(), nil)
	verifier := token.NewVerifier(o)
	jwt := mint(nil, nil)
	decoded, err := verifier.Decode(jwt)
	if err != nil {
		t.Fatal(err)
	}
	if decoded.SetMemo(1); decoded.Memo() != nil {
		t.Error("a token that is not remembered has a memo")
	}
	if _, err := verifier.Verify(t.Context(), jwt); err != nil {
		t.Fatal(err)
	}
	remembered, err := verifier.Decode(jwt)
	if err != nil {
		t.Fatal(err)
	}
	remembered.SetMemo(1)
	if remembered.SetMemo(2); remembered.Memo() != 2 {
		t.Errorf("memo %v", remembered.Memo())
	}
}

func TestAllocationsOfRememberedTokens(t *testing.T) {
	if raced {
		t.Skip("NOT TESTED: the race detector allocates by itself; run without -race")
	}
	jwt := mint(nil, memberClaims)
	for name, keys := range map[string]token.KeySource{"JWT key": localKey(), "key set": loaded(jwks(jwk(signer(), "ins_1", nil)))} {
		verifier, ctx := token.NewVerifier(cachedOptions(keys, nil)), t.Context()
		got := testing.AllocsPerRun(100, func() {
			if _, err := verifier.Verify(ctx, jwt); err != nil {
				t.Error(err)
			}
		})
		if got != 0 {
			t.Errorf("%s: %.0f allocations", name, got)
		}
	}
}
