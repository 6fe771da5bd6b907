package backend

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/textproto"
	"slices"
	"time"

	"golang.org/x/net/http/httpguts"
)

// CallOptions change the calls of one client; see [Client.With]. The zero value of
// each field changes nothing. Printing CallOptions shows no key and no header's
// value.
type CallOptions struct {
	// Header is sent besides the headers of every request. Accept-Encoding,
	// Authorization, Clerk-API-Version, Content-Length, Content-Type,
	// Host and Transfer-Encoding are not for callers to set.
	Header http.Header

	// MachineSecretKey (ak_…) authenticates the operations on M2M tokens.
	MachineSecretKey string

	// Retry takes the place of the client's, field by field.
	Retry RetryOptions

	// Timeout bounds one call, from its request to the end of its answer. A
	// call that is late fails with [CodeCanceled] and
	// [context.DeadlineExceeded]. A shorter limit of the context or the HTTP
	// client stays.
	Timeout time.Duration
}

// ownHeaders are set by this package or by net/http.
var ownHeaders = []string{
	"Accept-Encoding", "Authorization", "Clerk-Api-Version", "Content-Length", "Content-Type", "Host", "Transfer-Encoding",
}

// With returns a client whose calls differ by the options, for one call or for
// many:
//
//	client.With(backend.CallOptions{Timeout: time.Second}).Users.Get(ctx, id)
//
// It costs two allocations and shares connections with c, which stays as it is.
// Options that are wrong are reported by each call of the result.
func (c *Client) With(options CallOptions) *Client {
	t := *c.transport
	if err := options.validate(); err != nil && t.unusable == nil {
		t.unusable = &Error{Code: CodeInvalidRequest, cause: err}
	}
	if len(options.Header) > 0 {
		t.header = maps.Clone(t.header)
		if t.header == nil {
			t.header = http.Header{}
		}
		for name, values := range options.Header {
			t.header[textproto.CanonicalMIMEHeaderKey(name)] = slices.Clone(values)
		}
	}
	if options.MachineSecretKey != "" {
		t.machineKey = seal(options.MachineSecretKey)
	}
	t.retry = t.retry.With(options.Retry.rules())
	if options.Timeout > 0 {
		t.timeout = options.Timeout
	}
	return newClient(&t)
}

func (o CallOptions) validate() error {
	for name, values := range o.Header {
		switch {
		case !httpguts.ValidHeaderFieldName(name):
			return fmt.Errorf("CallOptions.Header holds a name that is no header name: %q", clip(name))
		case slices.Contains(ownHeaders, textproto.CanonicalMIMEHeaderKey(name)):
			return fmt.Errorf("CallOptions.Header holds %s, which is not for callers to set", textproto.CanonicalMIMEHeaderKey(name))
		case slices.ContainsFunc(values, func(value string) bool { return !httpguts.ValidHeaderFieldValue(value) }):
			return fmt.Errorf("CallOptions.Header holds a value of %s that is no header value", name)
		}
	}
	if o.Timeout < 0 {
		return errors.New("CallOptions.Timeout is negative; leave it 0 for no limit of its own")
	}
	return validateKey("MachineSecretKey", o.MachineSecretKey)
}

// Format prints the options without the key and the values of headers, whatever
// the verb.
func (o CallOptions) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, o.LogValue().String())
}

// LogValue logs the options without the key and the values of headers.
func (o CallOptions) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Any("Header", slices.Sorted(maps.Keys(o.Header))),
		slog.String("MachineSecretKey", redacted(o.MachineSecretKey)),
		slog.Duration("Timeout", o.Timeout),
	)
}
