package core_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/go-json-experiment/json"
)

// mint is an instance whose tokens may have any header and any claims. It is
// also the transport that answers for the Backend API.
type mint struct {
	key   *rsa.PrivateKey
	kid   string
	now   time.Time
	loads atomic.Int64
	// answer, if set, answers for all paths but the key set.
	answer func(*http.Request) *http.Response
	// down makes the Backend API unreachable.
	down atomic.Bool
}

// sharedKeys are generated once: making a key is slow, and tests need no more
// than two that differ.
var sharedKeys = sync.OnceValue(func() [2]*rsa.PrivateKey {
	var keys [2]*rsa.PrivateKey
	for i := range keys {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		keys[i] = key
	}
	return keys
})

func newMint() *mint {
	return &mint{key: sharedKeys()[0], kid: "ins_1", now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
}

type object = map[string]any

// jwks is the key set as the Backend API answers.
func (m *mint) jwks() []byte {
	encode := base64.RawURLEncoding.EncodeToString
	set, err := json.Marshal(object{"keys": []object{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": m.kid,
		"n": encode(m.key.N.Bytes()), "e": encode(big.NewInt(int64(m.key.E)).Bytes()),
	}}})
	if err != nil {
		panic(err)
	}
	return set
}

// jwtKey is the public key as the dashboard shows it.
func (m *mint) jwtKey(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(m.key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// RoundTrip implements [http.RoundTripper].
func (m *mint) RoundTrip(r *http.Request) (*http.Response, error) {
	if m.down.Load() {
		return nil, fmt.Errorf("no route to host")
	}
	if r.URL.Path != "/v1/jwks" {
		if m.answer == nil {
			return answerJSON(404, `{"errors":[{"code":"resource_not_found","message":"not found"}]}`), nil
		}
		return m.answer(r), nil
	}
	m.loads.Add(1)
	return answerJSON(200, string(m.jwks())), nil
}

func answerJSON(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(bytes.NewBufferString(body)),
	}
}

// token mints a token of valid session claims and header, changed by the members
// given; nil removes one.
func (m *mint) token(claims, header object) string {
	now := m.now.Unix()
	return m.sign(
		merge(object{"alg": "RS256", "typ": "JWT", "kid": m.kid}, header),
		merge(object{"sub": "user_1", "sid": "sess_1", "iss": "https://clerk.example.com", "azp": "https://app.example.com", "iat": now - 10, "nbf": now - 20, "exp": now + 50}, claims),
	)
}

func merge(base, changes object) object {
	maps.Copy(base, changes)
	maps.DeleteFunc(base, func(_ string, value any) bool { return value == nil })
	return base
}

// sign mints a token of exactly these members.
func (m *mint) sign(header, claims object) string {
	encode := func(v any) string {
		encoded, err := json.Marshal(v, json.Deterministic(true))
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(encoded)
	}
	signed := encode(header) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, m.key, crypto.SHA256, digest[:])
	if err != nil {
		panic(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// productionKey names an instance whose Frontend API is clerk.example.com.
var (
	productionKey  = "pk_live_" + base64.RawStdEncoding.EncodeToString([]byte("clerk.example.com$"))
	developmentKey = "pk_test_" + base64.RawStdEncoding.EncodeToString([]byte("happy-otter-1.clerk.accounts.dev$"))
)

// client returns a client of the instance, with changes to its options.
func (m *mint) client(t *testing.T, change func(*core.Options)) *core.Client {
	t.Helper()
	options := core.Options{
		HTTPClient:     &http.Client{Transport: m},
		Logger:         quiet,
		Now:            func() time.Time { return m.now },
		PublishableKey: productionKey,
		SecretKey:      "sk_live_secretvalue",
	}
	if change != nil {
		change(&options)
	}
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// authenticate authenticates a request by a client.
func authenticateBy(t *testing.T, client *core.Client, options core.AuthenticateOptions, r *http.Request) core.RequestState {
	t.Helper()
	authenticator, err := client.NewAuthenticator(options)
	if err != nil {
		t.Fatal(err)
	}
	state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(r))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// page is a browser loading a page.
func page(target string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("Accept", "text/html")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

// bearer is a program calling with a token.
func bearer(token string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "https://app.example.com/", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}
