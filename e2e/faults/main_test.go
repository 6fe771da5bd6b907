package faults

import (
	"fmt"
	"io"
	"log"
	"os"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/goleak"
)

// lastLoad is how long a load of keys may go on when nobody waits for it any more.
const lastLoad = 15 * time.Second

// TestMain holds that no goroutine is left behind, but for loads of keys, which end by
// themselves. It leaves out the clock and the worker pools of fasthttp, which live as
// long as the process.
func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	log.SetOutput(io.Discard) // where net/http tells what it receives unasked
	code := m.Run()
	ended := time.Now()
	for left := leaks(); code == 0 && left != nil; left = leaks() {
		if time.Since(ended) > lastLoad {
			fmt.Fprintln(os.Stderr, "goroutines were left behind:", left)
			code = 1
		}
	}
	os.Exit(code)
}

func leaks() error {
	return goleak.Find(
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
		goleak.IgnoreAnyFunction("github.com/gofiber/fiber/v2/utils.StartTimeStampUpdater.func1.1"),
	)
}
