package webhook

import (
	"context"
	"errors"
)

// Store remembers deliveries, so that each event is handled once, and events of one
// object in their order. Clerk sends an event again until it is acknowledged, and does
// not promise an order.
//
// An implementation keeps two things: the IDs of messages that were handled, for a few
// days at least, and for each object the time of its newest event and whether that was
// its deletion, for ever or as long as late events may come.
//
//	[NewMemory]        one process
//	module sqlstore    PostgreSQL or SQLite, in one transaction with what the handler writes
//	module redisstore  Redis, for several processes
//
// Implementations are safe for concurrent use.
type Store interface {
	// Claim reserves a message for a handler. While it is claimed, no other receiver
	// has it, nor another message of the same object: an implementation waits for
	// them, or returns [ErrBusy].
	//
	// The error is [ErrDone] for a message that was handled before, or that is older
	// than what is known of its object ([Message.Object], [Message.Timestamp]), or that
	// is of an object which has been deleted. Of two messages of the same time both
	// count, but for a creation ([Message.Creates]) that comes second. Any other error
	// is that of the store.
	Claim(ctx context.Context, message *Message) (Claim, error)
}

// A Claim is a message that is being handled. One of Done and Release ends it.
type Claim interface {
	// Context returns the context for the handler. It may carry a transaction.
	Context(ctx context.Context) context.Context
	// Done remembers that the message was handled. With an error nothing has happened,
	// what the handler wrote in the transaction of the claim included.
	Done(ctx context.Context) error
	// Release gives the message back, as if it had never been claimed.
	Release(ctx context.Context) error
}

var (
	// ErrDone is what [Store].Claim returns for a message that is not to be handled.
	ErrDone = errors.New("webhook: handled before, or outdated")
	// ErrBusy is what [Store].Claim returns for a message that somebody else has.
	ErrBusy = errors.New("webhook: claimed by somebody else")
)
