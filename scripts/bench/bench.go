package main

import (
	"crypto/rsa"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

// ours is the name of this project in tables.
const ours = "clerk-go"

// A bench is what the sections share: an instance, its key, and tokens that differ.
type bench struct {
	rounds            int           // of a comparison, at least
	span              time.Duration // of a comparison, at least
	inst              *clerktest.Instance
	apiURL, secretKey string // of inst
	user              *backend.User
	client            *core.Client
	jwks              []byte
	set               jwk.Set
	public            *rsa.PublicKey
	tokens            []string
	members           []string // with an organisation and permissions
}

// distinct is how many tokens take turns where none is to be seen twice soon.
const distinct = 400

func newBench(rounds int, span time.Duration) (*bench, error) {
	inst, err := clerktest.New()
	if err != nil {
		return nil, err
	}
	b := &bench{rounds: rounds, span: span, inst: inst, apiURL: inst.APIURL(), secretKey: inst.SecretKey(), user: inst.CreateUser(clerktest.UserParams{})}
	if b.client, err = core.NewClient(quiet(inst.Options())); err != nil {
		return nil, err
	}
	for range distinct {
		plain := clerktest.TokenOptions{AuthorizedParty: "https://app.example.com", TTL: time.Hour}
		b.tokens = append(b.tokens, inst.Token(b.user, plain))
		plain.Role, plain.Permissions = "org:admin", []string{"org:invoices:read", "org:invoices:write"}
		b.members = append(b.members, inst.Token(b.user, plain))
	}
	response, err := http.Get(inst.URL() + "/.well-known/jwks.json")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if b.jwks, err = io.ReadAll(response.Body); err != nil {
		return nil, err
	}
	if b.set, err = jwk.Parse(b.jwks); err != nil {
		return nil, err
	}
	key, _ := b.set.Key(0)
	b.public = new(rsa.PublicKey)
	return b, jwk.Export(key, b.public)
}

func (b *bench) close() { _ = b.inst.Close() }

// next returns a function that returns the tokens in turn.
func (b *bench) next() func() string { return inTurn(b.tokens) }

func inTurn(tokens []string) func() string {
	k := 0
	return func() string {
		k = (k + 1) % len(tokens)
		return tokens[k]
	}
}

// quiet are options that log nothing.
func quiet(options core.Options) core.Options {
	options.Logger = slog.New(slog.DiscardHandler)
	return options
}

// must ends a measurement that went wrong: what failed is not fast.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("a contender failed: %v", err))
	}
}
