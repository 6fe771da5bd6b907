package backend

import "context"

// ClientService reads browsers and apps and what they are signed in to. Reach it
// as [Client].Clients.
//
// See https://clerk.com/docs/reference/backend/overview#clients.
type ClientService service

// HandshakePayload is what a browser is to be told at the end of a handshake.
type HandshakePayload struct {
	Directives []string `json:"directives"` // values of Set-Cookie headers
}

// GetHandshakePayload returns the payload of a handshake by the nonce that the
// browser brought. It works once. The specification lacks this operation.
//
//clerk:op GET /clients/handshake_payload
func (s *ClientService) GetHandshakePayload(ctx context.Context, nonce string) (*HandshakePayload, error) {
	return call[HandshakePayload](ctx, s.client, get("/clients/handshake_payload", nil).with("nonce", nonce))
}
