package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/clerkgo/clerk-go/core/token"
)

// hostileTokens measures how cheap it is to refuse what is no token.
func hostileTokens(b *bench, r *report) error {
	ctx := context.Background()
	verifier := token.NewVerifier(token.Options{Keys: token.NewKeySet(token.KeySetOptions{Load: func(context.Context) ([]byte, error) { return b.jwks, nil }})})
	contenders := b.verifiers()[:1]
	refuse := func(name, text string) {
		contenders = append(contenders, contender{name, func() {
			if _, err := verifier.Verify(ctx, text); err == nil {
				panic("accepted " + name)
			}
		}})
	}
	refuse("no token", "garbage")
	refuse("no JSON", "AAAA.AAAA.AAAA")
	refuse("another algorithm", b64(`{"alg":"none"}`)+"."+b64(`{"sub":"user_1"}`)+".")
	refuse("an unknown key", b64(`{"alg":"RS256","kid":"ins_other"}`)+"."+b64(`{"sub":"user_1"}`)+"."+b64(strings.Repeat("x", 256)))
	for _, size := range []int{17, 64, 1024} {
		refuse(fmt.Sprintf("a token of %d KB", size), b.tokens[0]+strings.Repeat("x", size<<10))
	}
	results := b.compare(contenders...)
	r.table("What is no token", "Refused before a signature is looked at.", results)
	worst := 0.0
	for _, result := range results[1:] {
		worst = max(worst, result.ratio.median)
	}
	r.budget("refuse a malformed token", worst, 0.05, "× L1")
	small, large := find(results, "a token of 17 KB"), find(results, "a token of 1024 KB")
	r.budget("growth from 17 KB to 1 MB", large.ns.median/small.ns.median, 1.5, "×")
	return nil
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
