// Package webhook receives Clerk's webhooks: verified, typed, dispatched, and each
// handled once.
//
//	mux, err := webhook.NewMux() // CLERK_WEBHOOK_SIGNING_SECRET
//	webhook.On(mux, webhook.UserCreated, func(ctx context.Context, event webhook.Event[backend.User]) error {
//		return save(ctx, event.Data)
//	})
//	http.Handle("POST /webhooks", mux)
//
// # Map
//
//	receive        [NewMux], [On], [OnOther], [Mux.ServeHTTP]; [Mux.Deliver] for other servers
//	verify only    [Verify], [VerifyRequest], [Verifier], [Options]
//	events         [EventType] and its constants, [Event], [Message], [Decode]
//	once, in order [Store], [Claim], [NewMemory]
//	errors         [Error], [Code], [HasCode]
//
// # Verification
//
// A delivery has the headers svix-id, svix-timestamp and svix-signature. Its signature
// is HMAC-SHA256 over "id.timestamp.body" with the endpoint's signing secret, in base64
// behind "v1,"; several stand beside each other while a secret is replaced. The time may
// be five minutes off. What is verified is the body as it was received: a body that
// something has parsed and written again has another signature. See
// https://www.standardwebhooks.com and
// https://clerk.com/docs/guides/development/webhooks/overview.
//
// # Once, and in order
//
// Clerk sends an event again until it is acknowledged, also when only the
// acknowledgement got lost, and events may overtake each other. With a [Store] a handler
// sees each event once, and none that is older than what it has seen of the same user,
// organisation or other object; after a deletion it sees none at all. So a handler of
// user.created and user.updated writes what it gets, whether the row exists or not.
//
// With a store whose claim carries a transaction, what the handler writes and the
// memory of the event are one: a process that dies in between leaves nothing behind,
// and Clerk sends the event again.
package webhook
