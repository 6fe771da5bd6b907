package adaptertest

import (
	"errors"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/go-json-experiment/json/jsontext"
)

// suite is the file of the cases.
const suite = "f-express"

// Vectors replays what Clerk's middleware for Express did, each case with an
// application of its own over a TCP connection, and prints one line:
//
//	vectors f-express ADAPTER: N passed, N failed, N deviations
//
// The test fails if a case does. It is skipped where the vectors are missing.
func Vectors(t *testing.T, adapter string, build Build) {
	t.Helper()
	vectors.Replay(t, suite, adapter, build.run, build.rules())
}

// VectorsMutated proves that [Vectors] looks: it alters expectations one value at
// a time and fails if a case still passes.
func VectorsMutated(t *testing.T, build Build) {
	t.Helper()
	vectors.Mutate(t, suite, build.run, nil)
}

// run returns how the outcome of a case differs from the reference's.
func (b Build) run(c vectors.Case) error {
	got, err := b.answer(c)
	var refused *buildError
	if errors.As(err, &refused) && c.Quirk == "" && isFailure(c.Expect) {
		// What cannot be built fails at the first request there.
		return nil
	}
	if err != nil {
		return err
	}
	return got.compare(c.Expect)
}

// isFailure reports whether the reference's error handler answered, and nobody
// was asked before.
func isFailure(expect jsontext.Value) bool {
	var decoded struct {
		Status int `json:"status"`
		Body   struct {
			Error bool `json:"error"`
		} `json:"body_json"`
		Outgoing []vectors.Outgoing `json:"outgoing"`
	}
	err := vectors.Decode(expect, &decoded)
	return err == nil && decoded.Status == http.StatusInternalServerError && decoded.Body.Error && len(decoded.Outgoing) == 0
}
