package clerktest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxSeed is how long the JSON of a seed may be, in bytes.
const maxSeed = 64 << 20

// A SeedError is what is wrong with a [Seed], and where.
type SeedError struct {
	Path    string // such as "users[3].email_address[0]", "" for the whole
	Problem string // what is wrong, and how to fix it
}

// Error returns one line.
func (e *SeedError) Error() string {
	if e.Path == "" {
		return e.Problem
	}
	return e.Path + ": " + e.Problem
}

func badSeed(path, format string, args ...any) error {
	return &SeedError{path, fmt.Sprintf(format, args...)}
}

// seedRefusal is a refusal of the Backend API at a place in a seed.
func seedRefusal(path string, err error) error {
	refusal, ok := errors.AsType[*apiError](err)
	if !ok || refusal.param == "" {
		return badSeed(path, "%v", err)
	}
	return badSeed(path+"."+refusal.param, "%s", strings.TrimSuffix(strings.TrimPrefix(refusal.message, refusal.param+" "), "."))
}

// ReadSeed reads a seed from JSON, of 64 MiB at most. A member that a seed does not
// have, one that is there twice and one of another type are a [*SeedError]; whatever
// else is wrong with a seed is found by [Instance.Load].
func ReadSeed(r io.Reader) (Seed, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSeed+1))
	if err != nil {
		return Seed{}, fmt.Errorf("clerktest: read a seed: %w", err)
	}
	switch {
	case len(text) > maxSeed:
		return Seed{}, badSeed("", "is larger than 64 MiB")
	case len(bytes.TrimSpace(text)) == 0:
		return Seed{}, badSeed("", "is empty: want a JSON object, such as {}")
	}
	var seed Seed
	if err := json.Unmarshal(text, &seed, json.RejectUnknownMembers(true)); err != nil {
		return Seed{}, seedSyntax(text, err)
	}
	return seed, nil
}

// WriteSeed writes a seed as JSON that [ReadSeed] reads. One that is longer than that
// reads is a [*SeedError], and nothing is written.
func WriteSeed(w io.Writer, seed Seed) error {
	text, err := json.Marshal(seed, jsontext.WithIndent("  "))
	if err != nil {
		return fmt.Errorf("clerktest: write a seed: %w", err)
	}
	if len(text) >= maxSeed {
		return badSeed("", "is larger than 64 MiB")
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// seedSyntax says where JSON is not a seed.
func seedSyntax(text []byte, err error) error {
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		before := text[:min(int(syntax.ByteOffset), len(text))]
		line, column := 1+bytes.Count(before, []byte("\n")), len(before)-bytes.LastIndexByte(before, '\n')
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			return badSeed(seedPath(syntax.JSONPointer), "is there twice; leave one out")
		case errors.Is(err, io.ErrUnexpectedEOF):
			return badSeed("", "is cut short: the JSON does not end")
		}
		return badSeed("", "is not JSON: line %d, column %d: %v", line, column, errors.Unwrap(syntax))
	}
	wrong, ok := errors.AsType[*json.SemanticError](err)
	if !ok {
		return fmt.Errorf("clerktest: read a seed: %w", err)
	}
	path := seedPath(wrong.JSONPointer)
	if errors.Is(err, json.ErrUnknownName) {
		return badSeed(path, "is no member of a seed; leave it out, or see the documentation of clerktest.Seed")
	}
	return badSeed(path, "want %s", wanted(wrong.GoType))
}

// seedPath writes a JSON Pointer (RFC 6901) as people read one.
func seedPath(pointer jsontext.Pointer) string {
	var path strings.Builder
	for token := range pointer.Tokens() {
		switch {
		case strings.Trim(token, "0123456789") == "":
			path.WriteString("[" + token + "]")
		case path.Len() > 0:
			path.WriteString("." + token)
		default:
			path.WriteString(token)
		}
	}
	return path.String()
}

// wanted says what a member has to be.
func wanted(t reflect.Type) string {
	if t == nil {
		return "another type"
	}
	if t == reflect.TypeFor[time.Time]() {
		return `a time such as "2026-01-02T15:04:05Z"`
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int64:
		return "a whole number"
	case reflect.Slice:
		return "a list, in []"
	case reflect.String:
		return `a string, in ""`
	}
	return "an object, in {}"
}
