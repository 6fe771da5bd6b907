package main

import (
	"context"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

// seenTokens measures tokens that were verified before.
func seenTokens(b *bench, r *report) error {
	ctx := context.Background()
	keys := token.NewKeySet(token.KeySetOptions{Load: func(context.Context) ([]byte, error) { return b.jwks, nil }})
	build := func(size int) *token.Verifier {
		return token.NewVerifier(token.Options{AuthorizedParties: []string{"https://app.example.com"}, Cache: token.NewCache(size), Keys: keys})
	}
	one, several := build(0), build(0)
	for _, text := range b.tokens[:100] { // seen from now on
		_, err := several.Verify(ctx, text)
		must(err)
	}
	var texts, copies []string
	for _, text := range b.tokens[:100] {
		padded := text + strings.Repeat("x", max(0, 1024-len(text)))
		texts, copies = append(texts, padded), append(copies, strings.Clone(padded))
	}
	least, hundred := 0, 0
	results := b.compare(
		contender{"compare 1 KB and read the clock", func() {
			least = (least + 1) % 100
			if texts[least] != copies[least] || time.Now().IsZero() {
				panic("unequal")
			}
		}},
		contender{ours + ", one token", func() {
			_, err := one.Verify(ctx, b.tokens[0])
			must(err)
		}},
		contender{ours + ", a hundred tokens in turn", func() {
			hundred = (hundred + 1) % 100
			_, err := several.Verify(ctx, b.tokens[hundred])
			must(err)
		}},
	)
	r.table("A token that was seen before", "The times, the party and the key are checked again. The base has a hundred texts in turn too. None of the other packages remembers a token: theirs cost as much as a new one.", results)
	mine := find(results, ours+", a hundred tokens in turn")
	r.budget("verify a token seen before", mine.ratio.median, 2, "× (compare 1 KB + clock)")
	r.budget("allocations for a token seen before", mine.allocs, 0, "")
	return nil
}
