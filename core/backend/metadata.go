package backend

import (
	"errors"
	"fmt"

	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Metadata is a JSON object of your own that Clerk stores beside a resource. It is
// an immutable value; the zero value is absent. Make one with [MetadataOf] and
// read one with [MetadataAs] or [Metadata.Decode].
//
// See https://clerk.com/docs/guides/users/extending.
type Metadata struct {
	raw string
	err error
}

// MetadataOf returns the metadata that v encodes to: a map, a struct, or raw JSON
// as a jsontext.Value. MetadataOf(nil) is null, which clears what Clerk has. A v
// that is neither an object nor null is reported by the call that sends it.
func MetadataOf(v any) Metadata {
	encoded, err := json.Marshal(v)
	if kind := jsontext.Value(encoded).Kind(); err == nil && kind != '{' && kind != 'n' {
		err = errors.New("is not a JSON object")
	}
	if err != nil {
		return Metadata{err: fmt.Errorf("metadata of type %T: %w", v, err)}
	}
	return Metadata{raw: string(encoded)}
}

// MetadataAs decodes metadata into a new T. Absent metadata and null give the zero
// value of T.
func MetadataAs[T any](m Metadata) (T, error) {
	var v T
	err := m.Decode(&v)
	return v, err
}

// Decode decodes the metadata into v, a pointer. Absent metadata and null leave
// v alone.
func (m Metadata) Decode(v any) error {
	if m.err != nil || m.raw == "" || m.raw == "null" {
		return m.err
	}
	return rest.Decode([]byte(m.raw), v)
}

// IsZero reports whether there is no metadata at all, not even an empty object.
func (m Metadata) IsZero() bool { return m == Metadata{} }

// Equal reports whether two metadata are the same JSON, byte by byte.
func (m Metadata) Equal(other Metadata) bool { return m == other }

// String is the JSON.
func (m Metadata) String() string { return m.raw }

// MarshalJSONTo encodes the object, or null.
func (m Metadata) MarshalJSONTo(encoder *jsontext.Encoder) error {
	encoded, err := m.MarshalJSON()
	if err != nil {
		return err
	}
	return encoder.WriteValue(encoded)
}

// UnmarshalJSONFrom keeps the JSON as it is.
func (m *Metadata) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	value, err := decoder.ReadValue()
	if err != nil {
		return err
	}
	return m.UnmarshalJSON(value)
}

// MarshalJSON is [Metadata.MarshalJSONTo] for encoding/json.
func (m Metadata) MarshalJSON() ([]byte, error) {
	switch {
	case m.err != nil:
		return nil, m.err
	case m.raw == "":
		return []byte("null"), nil
	}
	return []byte(m.raw), nil
}

// UnmarshalJSON is [Metadata.UnmarshalJSONFrom] for encoding/json.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	*m = Metadata{raw: string(data)}
	return nil
}
