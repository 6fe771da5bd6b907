package adaptertest_test

import (
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestVectors(t *testing.T) {
	t.Parallel()
	adaptertest.Vectors(t, "net/http", build)
}

func TestVectorsMutated(t *testing.T) {
	t.Parallel()
	adaptertest.VectorsMutated(t, build)
}

// build builds the application of a case with the adapter of these tests.
func build(app adaptertest.App) adaptertest.Serve { return honest().Build(app) }
