package backend

import (
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Time is a moment in a response. On the wire it is Unix milliseconds; null and
// absent are the zero time, which IsZero tells. Requests take [time.Time]: bodies
// send it as RFC 3339, queries as milliseconds.
type Time struct{ time.Time }

// maxMilliseconds keeps within what a float64 counts exactly: some 280,000 years.
const maxMilliseconds = 1 << 53

// NewTime returns t to the millisecond.
func NewTime(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{time.UnixMilli(t.UnixMilli()).UTC()}
}

// MarshalJSONTo encodes Unix milliseconds, or null for the zero time.
func (t Time) MarshalJSONTo(encoder *jsontext.Encoder) error {
	if t.IsZero() {
		return encoder.WriteToken(jsontext.Null)
	}
	return encoder.WriteToken(jsontext.Int(t.UnixMilli()))
}

// UnmarshalJSONFrom decodes Unix milliseconds or null.
func (t *Time) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	value, err := decoder.ReadValue()
	if err != nil {
		return err
	}
	return t.UnmarshalJSON(value)
}

// MarshalJSON is [Time.MarshalJSONTo] for encoding/json.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, t.UnixMilli(), 10), nil
}

// UnmarshalJSON is [Time.UnmarshalJSONFrom] for encoding/json.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*t = Time{}
		return nil
	}
	milliseconds, err := strconv.ParseInt(string(data), 10, 64)
	if err != nil {
		// The specification types some times as number: JSON of the same value
		// may have a fraction or an exponent.
		number, err := strconv.ParseFloat(string(data), 64)
		if err != nil || math.Abs(number) > maxMilliseconds {
			return errors.New("a time is not a number of milliseconds")
		}
		milliseconds = int64(number)
	}
	*t = Time{time.UnixMilli(milliseconds).UTC()}
	return nil
}
