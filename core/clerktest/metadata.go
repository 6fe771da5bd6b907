package clerktest

import (
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// merged returns metadata with a patch in it: objects are merged at every depth,
// and a member that is null is removed.
func merged(old, patch backend.Metadata) (backend.Metadata, error) {
	if patch.IsZero() || patch.String() == "null" {
		return old, nil
	}
	base, err := backend.MetadataAs[map[string]any](old)
	if err != nil {
		return old, errInvalid("metadata", "must be a JSON object")
	}
	changes, err := backend.MetadataAs[map[string]any](patch)
	if err != nil {
		return old, errInvalid("metadata", "must be a JSON object")
	}
	text, err := json.Marshal(mergedObject(base, changes), json.Deterministic(true))
	return backend.MetadataOf(jsontext.Value(text)), err
}

func mergedObject(base, patch map[string]any) map[string]any {
	result := map[string]any{}
	for name, value := range base {
		result[name] = value
	}
	for name, value := range patch {
		inner, isObject := value.(map[string]any)
		switch {
		case value == nil:
			delete(result, name)
		case isObject:
			old, _ := result[name].(map[string]any)
			result[name] = mergedObject(old, inner)
		default:
			result[name] = value
		}
	}
	return result
}

// replaced returns what takes the place of metadata: the new one, if there is one.
func replaced(old, replacement backend.Metadata) (backend.Metadata, error) {
	if replacement.IsZero() {
		return old, nil
	}
	if replacement.String() == "null" {
		return emptyMetadata(), nil
	}
	if _, err := backend.MetadataAs[map[string]any](replacement); err != nil {
		return old, errInvalid("metadata", "must be a JSON object")
	}
	return replacement, nil
}

func emptyMetadata() backend.Metadata { return backend.MetadataOf(map[string]any{}) }

// orEmpty returns metadata, or an empty object for none.
func orEmpty(m backend.Metadata) backend.Metadata {
	if m.IsZero() || m.String() == "null" {
		return emptyMetadata()
	}
	return m
}

// A metadataChange is merged or replaced, applied to pairs of old and new.
type metadataChange func(old, change backend.Metadata) (backend.Metadata, error)

// apply changes metadata fields, all of them or none.
func (change metadataChange) apply(fields []*backend.Metadata, changes []backend.Metadata) error {
	results := make([]backend.Metadata, len(fields))
	for k, field := range fields {
		result, err := change(*field, changes[k])
		if err != nil {
			return err
		}
		results[k] = result
	}
	for k, field := range fields {
		*field = results[k]
	}
	return nil
}
