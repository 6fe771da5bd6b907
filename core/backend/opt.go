package backend

import (
	"fmt"
	"reflect"

	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Opt is a value that may be absent or null. In a request an absent field is left
// as it is and a null one is cleared:
//
//	backend.UserUpdateParams{
//		FirstName: backend.Value("Ada"),     // set
//		Username:  backend.Null[string](),   // cleared
//	}                                        // the rest stays
//
// In a response it is what the API may leave out or say null for; [Opt.Or] reads
// it in one word. The zero value is absent. Fields of this type carry the JSON
// option omitzero.
type Opt[T any] struct {
	value T
	state state
}

type state uint8

const (
	isAbsent state = iota
	isNull
	isSet
)

// Value returns an Opt that holds v.
func Value[T any](v T) Opt[T] { return Opt[T]{v, isSet} }

// Null returns an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{state: isNull} }

// Get returns the value, and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == isSet }

// Or returns the value, or fallback if there is none.
func (o Opt[T]) Or(fallback T) T {
	if o.state == isSet {
		return o.value
	}
	return fallback
}

// IsNull reports whether the Opt is null.
func (o Opt[T]) IsNull() bool { return o.state == isNull }

// IsZero reports whether the Opt is absent.
func (o Opt[T]) IsZero() bool { return o.state == isAbsent }

// Equal reports whether two Opts are the same, by [reflect.DeepEqual]. Libraries that
// compare structs, such as go-cmp, look for it.
func (o Opt[T]) Equal(other Opt[T]) bool { return reflect.DeepEqual(o, other) }

// String prints the value, or null, or nothing.
func (o Opt[T]) String() string {
	switch o.state {
	case isSet:
		return fmt.Sprint(o.value)
	case isNull:
		return "null"
	}
	return ""
}

// MarshalJSONTo encodes the value, or null.
func (o Opt[T]) MarshalJSONTo(encoder *jsontext.Encoder) error {
	if o.state != isSet {
		return encoder.WriteToken(jsontext.Null)
	}
	return json.MarshalEncode(encoder, o.value)
}

// UnmarshalJSONFrom decodes a value or null.
func (o *Opt[T]) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	*o = Opt[T]{state: isSet}
	if decoder.PeekKind() == 'n' {
		o.state = isNull
		return decoder.SkipValue()
	}
	return json.UnmarshalDecode(decoder, &o.value)
}

// MarshalJSON is [Opt.MarshalJSONTo] for encoding/json.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != isSet {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON is [Opt.UnmarshalJSONFrom] for encoding/json.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	*o = Opt[T]{state: isSet}
	if string(data) == "null" {
		o.state = isNull
		return nil
	}
	return rest.Decode(data, &o.value)
}
