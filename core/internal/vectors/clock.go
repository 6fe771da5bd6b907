package vectors

import (
	"math"
	"time"
)

// Time returns the instant that is ms milliseconds after 1970-01-01 UTC. The
// clock of a case may have a fraction of a millisecond; it is kept down to the
// nanosecond, rounded towards the past.
func Time(ms float64) time.Time {
	whole := math.Floor(ms)
	fraction := time.Duration(math.Floor((ms - whole) * float64(time.Millisecond)))
	return time.UnixMilli(int64(whole)).Add(fraction).UTC()
}
