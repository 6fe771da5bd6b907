package webhook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
)

// DefaultTimeout is how long a delivery may take unless [MuxOptions] say otherwise.
const DefaultTimeout = 30 * time.Second

// MuxOptions configure a [Mux]. The zero value of each field is its default.
type MuxOptions struct {
	// Options say how deliveries are verified.
	Options
	// Logger is told of deliveries that were refused, by the code, and of handlers that
	// failed, by ID and type. Nil is [slog.Default].
	Logger *slog.Logger
	// Store remembers deliveries, so that each event is handled once and no older one
	// after a newer; see [Store]. Nil remembers none: handlers see every delivery.
	Store Store
	// Timeout is how long a delivery may take, the wait for another receiver included.
	// The context of a handler ends then; a handler that heeds it gives its object back
	// to others. Zero is [DefaultTimeout].
	Timeout time.Duration
}

// Mux verifies deliveries and has each handled by the handler of its type. It is an
// [http.Handler] for POST requests:
//
//	204  handled, or of a type that nobody handles, or handled before, or outdated
//	400  not signed by Clerk, or no event; no handler has seen it
//	413  too large
//	500  the handler failed, and Clerk sends it again
//	503  another receiver is at it, and Clerk sends it again
//
// Register handlers by [On] before it serves. After that a Mux is safe for concurrent
// use.
type Mux struct {
	handlers map[string]func(context.Context, *Message) error
	fallback func(context.Context, *Message) error
	logger   *slog.Logger
	store    Store
	timeout  time.Duration
	verifier *Verifier
}

// NewMux returns a mux without handlers. The error is that of [NewVerifier]. At most one
// MuxOptions may be given.
func NewMux(options ...MuxOptions) (*Mux, error) {
	var o MuxOptions
	switch len(options) {
	case 0:
	case 1:
		o = options[0]
	default:
		return nil, fmt.Errorf("webhook: want at most one MuxOptions, got %d", len(options))
	}
	verifier, err := NewVerifier(o.Options)
	if err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	return &Mux{
		handlers: map[string]func(context.Context, *Message) error{},
		logger:   o.Logger, store: o.Store, timeout: o.Timeout, verifier: verifier,
	}, nil
}

// On has events of a type handled. A handler for another payload does not compile. If it
// returns an error, Clerk sends the event again. A second handler of a type panics.
//
//	webhook.On(mux, webhook.UserCreated, func(ctx context.Context, event webhook.Event[backend.User]) error {
//		return save(ctx, event.Data)
//	})
func On[T any](mux *Mux, eventType EventType[T], handler func(context.Context, Event[T]) error) {
	name := string(eventType)
	if _, taken := mux.handlers[name]; taken {
		panic("webhook.On: " + name + " has a handler")
	}
	mux.handlers[name] = func(ctx context.Context, m *Message) error {
		event, err := Decode(m, eventType)
		if err != nil {
			return undecodable{err}
		}
		return handler(ctx, event)
	}
}

// OnOther has events handled that no [On] is for, also of types that this package does
// not know.
func OnOther(mux *Mux, handler func(context.Context, *Message) error) { mux.fallback = handler }

// ServeHTTP receives a delivery.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, err := m.verifier.read(r)
	if err == nil {
		err = m.Deliver(r.Context(), r.Header, body)
	}
	status, header, text := Answer(err)
	for name, value := range header {
		w.Header()[name] = value
	}
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// Answer returns how to answer a delivery by what [Mux.Deliver] returned: a status, headers, and a body for
// who looks at the delivery in Clerk's dashboard. It says nothing of what a handler
// returned.
func Answer(err error) (status int, header http.Header, body []byte) {
	header = http.Header{"Cache-Control": {"no-store"}}
	if err == nil {
		return http.StatusNoContent, header, nil
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = errHandlerFailed
	}
	if e.Status() == http.StatusServiceUnavailable {
		header["Retry-After"] = []string{"5"}
	}
	header["Content-Type"] = []string{"application/json"}
	type detail struct {
		Code    Code   `json:"code"`
		Message string `json:"message"`
	}
	shown := *e
	shown.cause = nil
	body, _ = json.Marshal(struct {
		Errors []detail `json:"errors"`
	}{[]detail{{e.Code, shown.Error()}}})
	return e.Status(), header, body
}

// Deliver verifies a delivery and has it handled. It is for servers that are not of
// net/http; the body has to be as it was received. Nil is for an answer with status 204,
// an [Error] for one with its status.
func (m *Mux) Deliver(ctx context.Context, header http.Header, body []byte) error {
	message, err := m.verifier.Verify(header, body)
	if err != nil {
		m.logger.LogAttrs(ctx, slog.LevelWarn, "clerk: a webhook was refused", slog.Any("error", err))
		return err
	}
	handler := m.handlers[message.Type]
	if handler == nil {
		handler = m.fallback
	}
	if handler == nil {
		return nil
	}
	// Not every server ends the context of a request when its sender is gone.
	limited, cancel := context.WithTimeout(ctx, m.timeout)
	defer cancel()
	if err := m.handle(limited, message, handler); err != nil {
		m.logger.LogAttrs(ctx, slog.LevelError, "clerk: a webhook was not handled; it will be sent again",
			slog.String("id", message.ID), slog.String("type", message.Type), slog.Any("error", err))
		return err
	}
	return nil
}

// handle runs a handler, once if there is a store.
func (m *Mux) handle(ctx context.Context, message *Message, handler func(context.Context, *Message) error) error {
	if m.store == nil {
		return failed(handler(ctx, message))
	}
	claim, err := m.store.Claim(ctx, message)
	switch {
	case errors.Is(err, ErrDone):
		return nil
	case errors.Is(err, ErrBusy):
		return errBusy.because(ctx.Err())
	case err != nil:
		return errStoreFailed.because(err)
	}
	// A sender that hangs up ends the handler, but not what there is to remember.
	later := context.WithoutCancel(ctx)
	done := false
	defer func() {
		if !done { // also when the handler panics
			_ = claim.Release(later)
		}
	}()
	if err := handler(claim.Context(ctx), message); err != nil {
		return failed(err)
	}
	if err := claim.Done(later); err != nil {
		return errStoreFailed.because(err)
	}
	done = true
	return nil
}

// MaxBody returns how many bytes a body may have, for servers that read bodies
// themselves.
func (m *Mux) MaxBody() int64 { return m.verifier.maxBody }

// undecodable is the error of data that is not that of its type: no handler has seen it.
type undecodable struct{ error }

// failed returns the error of a handler as one of this package.
func failed(err error) error {
	if err == nil {
		return nil
	}
	if u, ok := err.(undecodable); ok {
		return u.error
	}
	return errHandlerFailed.because(err)
}
