package fiberclerk_test

import (
	"testing"

	"github.com/clerkgo/clerk-go/fiberclerk"
	"golang.org/x/net/http/httpguts"
)

// Any two neighbours, at any place of what is looked at together and of what is left,
// are judged as httpguts judges them.
func TestValidValue(t *testing.T) {
	t.Parallel()
	text := []byte("abcdefghijk")
	for at := range len(text) - 1 {
		one, two := text[at], text[at+1]
		for pair := range 1 << 16 {
			text[at], text[at+1] = byte(pair>>8), byte(pair)
			value := string(text)
			if got, want := fiberclerk.ValidValue(value), httpguts.ValidHeaderFieldValue(value); got != want {
				t.Fatalf("%q: %t, want %t", value, got, want)
			}
		}
		text[at], text[at+1] = one, two
	}
	if !fiberclerk.ValidValue("") {
		t.Error("nothing is not valid")
	}
}
