package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// ClientService reads browsers and apps and what they are signed in to. Reach it
// as [Client].Clients.
//
// See https://clerk.com/docs/reference/backend/overview#clients.
type ClientService service

// DeviceClient is a browser or an app, with the sessions in it. Clerk calls it a
// client; here [Client] is the client of the API.
type DeviceClient struct {
	ID                         string      `json:"id"`
	CreatedAt                  Time        `json:"created_at"`
	LastActiveSessionID        Opt[string] `json:"last_active_session_id,omitzero"`
	LastAuthenticationStrategy Opt[string] `json:"last_authentication_strategy,omitzero"` // such as "password"
	Object                     string      `json:"object"`                                // "client"
	SessionIDs                 []string    `json:"session_ids"`
	Sessions                   []Session   `json:"sessions"`
	SignInID                   Opt[string] `json:"sign_in_id,omitzero"` // the attempt in progress
	SignUpID                   Opt[string] `json:"sign_up_id,omitzero"` // the attempt in progress
	UpdatedAt                  Time        `json:"updated_at"`
}

// ClientVerifyParams hold the token to verify.
type ClientVerifyParams struct {
	Token string `json:"token"` // required; the value of the cookie __client
}

// Format prints that there is a token.
func (p ClientVerifyParams) Format(state fmt.State, verb rune) {
	type plain ClientVerifyParams
	hideText(&p.Token)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p ClientVerifyParams) LogValue() slog.Value { return logged(p) }

// HandshakePayload is what a browser is to be told at the end of a handshake.
type HandshakePayload struct {
	Directives []string `json:"directives"` // values of Set-Cookie headers
}

// Format prints whether there are directives: they hold session tokens.
func (p HandshakePayload) Format(state fmt.State, verb rune) {
	type plain HandshakePayload
	p.Directives = hideAll(p.Directives)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p HandshakePayload) LogValue() slog.Value { return logged(p) }

// Get returns the client that has an ID.
//
//clerk:op GET /clients/{client_id}
func (s *ClientService) Get(ctx context.Context, id string) (*DeviceClient, error) {
	return call[DeviceClient](ctx, s.client, get("/clients/{}", nil, id))
}

// GetHandshakePayload returns the payload of a handshake by the nonce that the
// browser brought. It works once. The specification lacks this operation.
//
//clerk:op GET /clients/handshake_payload
func (s *ClientService) GetHandshakePayload(ctx context.Context, nonce string) (*HandshakePayload, error) {
	return call[HandshakePayload](ctx, s.client, get("/clients/handshake_payload", nil).with("nonce", nonce))
}

// List returns one page of clients, the newest first.
//
// Deprecated: Clerk will remove it and names no successor; use
// [SessionService.List] for the sessions of a user.
//
//clerk:op GET /clients
func (s *ClientService) List(ctx context.Context, params ListParams) (*Page[DeviceClient], error) {
	return call[Page[DeviceClient]](ctx, s.client, list("/clients", params))
}

// All yields every client, fetching pages as it goes.
//
// Deprecated: see [ClientService.List].
func (s *ClientService) All(ctx context.Context, params ListParams) iter.Seq2[*DeviceClient, error] {
	return pages[DeviceClient](ctx, s.client, list("/clients", params))
}

// Verify returns the client that a token is of.
//
//clerk:op POST /clients/verify
func (s *ClientService) Verify(ctx context.Context, params ClientVerifyParams) (*DeviceClient, error) {
	return call[DeviceClient](ctx, s.client, post("/clients/verify", params))
}
