package core_test

import (
	"log/slog"
	"testing"

	"go.uber.org/goleak"
)

// quiet is the logger of tests that do not look at logs.
var quiet = slog.New(slog.DiscardHandler)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
