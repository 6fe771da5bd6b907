package webhook

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/weburl"
)

// Defaults of [Options].
const (
	DefaultMaxBody   = 1 << 20 // bytes
	DefaultTolerance = 5 * time.Minute
)

// Variable is the environment variable of the signing secret.
const Variable = "CLERK_WEBHOOK_SIGNING_SECRET"

// Names of the headers of a signature. Clerk sends no others.
const (
	headerID        = "svix-id"
	headerTimestamp = "svix-timestamp"
	headerSignature = "svix-signature"
)

// Options say how deliveries are verified. The zero value of each field is its
// default. Printing Options shows no secret.
type Options struct {
	// MaxBody is how many bytes a body may have. Zero is [DefaultMaxBody].
	MaxBody int64
	// Now is the clock. Nil is [time.Now].
	Now func() time.Time
	// Secrets are the signing secrets (whsec_…), of which one has to fit: two while
	// one takes the place of the other. Nil is the one that the environment variable
	// CLERK_WEBHOOK_SIGNING_SECRET holds.
	Secrets []string `json:"-"`
	// Tolerance is how old or new a delivery may be. Zero is [DefaultTolerance].
	Tolerance time.Duration
}

// Format prints the options without the secrets, whatever the verb.
func (o Options) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, o.LogValue().String()) }

// LogValue logs the options without the secrets.
func (o Options) LogValue() slog.Value {
	return slog.GroupValue(slog.Int64("MaxBody", o.MaxBody), slog.Int("Secrets", len(o.Secrets)), slog.Duration("Tolerance", o.Tolerance))
}

// Verifier verifies deliveries. It is immutable and safe for concurrent use; build it
// by [NewVerifier].
type Verifier struct {
	keys      []key
	maxBody   int64
	now       func() time.Time
	tolerance time.Duration
}

// key returns a signing key. A function is what no printer looks into.
type key func() []byte

// NewVerifier returns a verifier. The error is an [Error] with [CodeSecretMissing] or
// [CodeSecretInvalid].
func NewVerifier(options Options) (*Verifier, error) {
	v := &Verifier{maxBody: options.MaxBody, now: options.Now, tolerance: options.Tolerance}
	if v.maxBody <= 0 {
		v.maxBody = DefaultMaxBody
	}
	v.maxBody = min(v.maxBody, math.MaxInt32)
	if v.now == nil {
		v.now = time.Now
	}
	if v.tolerance <= 0 {
		v.tolerance = DefaultTolerance
	}
	secrets := options.Secrets
	if secrets == nil {
		secrets = []string{os.Getenv(Variable)}
	}
	for _, secret := range secrets {
		key, err := keyOf(secret)
		if err != nil {
			return nil, err
		}
		v.keys = append(v.keys, func() []byte { return key })
	}
	if len(v.keys) == 0 {
		return nil, errSecretMissing
	}
	return v, nil
}

// keyOf reads a secret: base64 behind an optional prefix, white space and padding as
// they come.
func keyOf(secret string) ([]byte, error) {
	text := strings.Join(strings.Fields(strings.TrimPrefix(strings.TrimSpace(secret), "whsec_")), "")
	if text == "" {
		return nil, errSecretMissing
	}
	key, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil || len(key) == 0 {
		return nil, errSecretInvalid
	}
	return key, nil
}

// Verify returns what a delivery says, if it was signed with one of the secrets and
// sent just now. The body has to be as it was received. Otherwise the error is an
// [Error]. A byte order mark in front, and how bytes that are no UTF-8 are wrong, do not
// matter to the signature, as in Clerk's packages: the text is what is signed and read.
//
// Whoever verifies more than once builds a [Verifier] once, or a [Mux].
//
// See https://clerk.com/docs/reference/backend/verify-webhook.
func Verify(header http.Header, body []byte, options Options) (*Message, error) {
	v, err := NewVerifier(options)
	if err != nil {
		return nil, err
	}
	return v.Verify(header, body)
}

// VerifyRequest is [Verify] for a request of net/http. Its body is read, and replaced by
// one that can be read again.
func VerifyRequest(r *http.Request, options Options) (*Message, error) {
	v, err := NewVerifier(options)
	if err != nil {
		return nil, err
	}
	return v.VerifyRequest(r)
}

// VerifyRequest is [Verifier.Verify] for a request of net/http. Its body is read, and
// replaced by one that can be read again.
func (v *Verifier) VerifyRequest(r *http.Request) (*Message, error) {
	body, err := v.read(r)
	if err != nil {
		return nil, err
	}
	return v.Verify(r.Header, body)
}

// read reads a body and puts it back.
func (v *Verifier) read(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, v.maxBody+1))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, errBodyTooLarge
	case err == nil && int64(len(body)) > v.maxBody:
		_, _ = io.CopyN(io.Discard, r.Body, v.maxBody) // or a sender in the middle of it would miss the answer
		return nil, errBodyTooLarge
	case err != nil:
		return nil, errBodyUnreadable.because(err)
	}
	r.Body = restored{bytes.NewReader(body), r.Body}
	return body, nil
}

// restored is a body that can be read again, and closes the one that was read.
type restored struct {
	io.Reader
	io.Closer
}

// Verify returns what a delivery says; see the function [Verify].
func (v *Verifier) Verify(header http.Header, body []byte) (*Message, error) {
	if int64(len(body)) > v.maxBody {
		return nil, errBodyTooLarge
	}
	id, stamp, signatures, err := signatureOf(header)
	if err != nil {
		return nil, err
	}
	seconds, ok := leadingInteger(stamp)
	if !ok {
		return nil, errTimestampInvalid
	}
	now, tolerance := v.now().Unix(), int64(v.tolerance/time.Second)
	switch {
	case now-seconds > tolerance:
		return nil, errTimestampTooOld
	case seconds-now > tolerance:
		return nil, errTimestampTooNew
	}
	text := weburl.Text(body)
	if !v.signed(id+"."+strconv.FormatInt(seconds, 10)+"."+text, signatures) {
		return nil, errSignatureInvalid
	}
	return parse(id, time.Unix(seconds, 0), text)
}

// signatureOf returns the headers of a signature. Repeated lines of the signature are
// one list; of the others only one makes sense.
func signatureOf(header http.Header) (id, stamp, signatures string, err error) {
	var missing, repeated []string
	for _, h := range []struct {
		name string
		to   *string
	}{{headerID, &id}, {headerTimestamp, &stamp}, {headerSignature, &signatures}} {
		lines := header.Values(h.name)
		*h.to = strings.TrimSpace(latin1(strings.Join(lines, ", ")))
		switch {
		case *h.to == "":
			missing = append(missing, h.name)
		case len(lines) > 1 && h.name != headerSignature:
			repeated = append(repeated, h.name)
		}
	}
	switch {
	case missing != nil:
		err = newError(CodeHeaderMissing, "headers are missing; is this a delivery of Clerk's, and does the server in front keep them?", missing...)
	case repeated != nil:
		err = newError(CodeHeaderRepeated, "headers were sent more than once", repeated...)
	}
	return id, stamp, signatures, err
}

// signed reports whether one of the signatures is that of a text, by one of the keys.
// All are looked at, however early one fits.
func (v *Verifier) signed(text, signatures string) bool {
	fits := false
	for _, key := range v.keys {
		mac := hmac.New(sha256.New, key())
		_, _ = io.WriteString(mac, text) // a hash never fails
		want := []byte(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		for entry := range strings.SplitSeq(signatures, " ") {
			version, signature, _ := strings.Cut(entry, ",")
			signature, _, _ = strings.Cut(signature, ",") // a list of lines has commas
			if version == "v1" && hmac.Equal([]byte(signature), want) {
				fits = true
			}
		}
	}
	return fits
}

// lastSecond is beyond every time that means something, and adds up without overflow.
const lastSecond = 1 << 50

// leadingInteger reads the whole number that a text begins with, as JavaScript's
// parseInt does.
func leadingInteger(text string) (int64, bool) {
	unsigned := strings.TrimLeft(text, "+-")
	if len(text)-len(unsigned) > 1 {
		return 0, false
	}
	end := len(text) - len(strings.TrimLeft(unsigned, "0123456789"))
	number, err := strconv.ParseInt(strings.TrimPrefix(text[:end], "+"), 10, 64)
	return number, err == nil && -lastSecond < number && number < lastSecond
}

// latin1 returns a header's value as the sender's language reads it: one character for
// each byte.
func latin1(value string) string {
	for k := range len(value) {
		if value[k] >= 0x80 {
			runes := make([]rune, len(value))
			for n := range len(value) {
				runes[n] = rune(value[n])
			}
			return string(runes)
		}
	}
	return value
}
