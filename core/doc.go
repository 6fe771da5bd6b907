// Package core is Clerk for Go servers, for every framework: the client, request
// authentication and authorisation.
//
// # Start here
//
//   - A server on Gin, Echo, Fiber, chi or net/http: packages ginclerk,
//     echoclerk, fiberclerk and chiclerk. Other frameworks: see "Writing an
//     adapter".
//   - To call the Backend API: [NewClient], or [Default] for the one of the
//     environment; its services are listed at [Client].
//   - To authenticate requests without an adapter: [Client.NewAuthenticator].
//   - To ask who a request speaks for, anywhere below a middleware:
//     [AuthFromContext]. To ask what they may do: [Auth.Has] with [Role],
//     [Permission], [Feature], [Plan], [Reverified] and [Scope].
//   - To verify a token that came some other way: [Client.VerifyToken].
//   - To find out why it does not work: [Diagnose], or the command "clerkdev doctor".
//   - To know how a service is doing: [Client.Ready] for health checks, and [Hooks],
//     for which package otelclerk has OpenTelemetry's.
//   - To hear what changes at Clerk: package webhook.
//   - To test without an account: package clerktest, and the command clerkdev.
//
// # Packages
//
//	core                  client, authentication, authorisation
//	core/backend          the Backend API
//	core/token            tokens and keys
//	core/webhook          what Clerk sends: verified, typed, handled once
//	core/clerktest        a local Clerk, for tests; adaptertest is for adapters
//	core/cmd/clerkdev     a local Clerk, for a program under development
//
// # Writing an adapter
//
// An adapter knows its framework and no cookie, no handshake and no reason. It
// keeps a [Middleware], and for each request
//
//  1. does nothing more if [HasAuth] says that the request is authenticated;
//  2. answers 400 with an empty body if [Representable] says no to method and
//     target, the latter as it was received;
//  3. hands what is for [Middleware.Proxy] to that;
//  4. hands a [Request] to [Middleware.Authenticate]; of net/http it is
//     [FromHTTP], otherwise a struct of one pointer with six methods;
//  5. appends [RequestState.Headers] to the response;
//  6. obeys [RequestState.Redirect]: empty body, no handler;
//  7. passes on the context of [RequestState.WithAuth].
//
// RequireAuth and RequireSignIn are a [Gate]. Errors become an answer by
// [AsAuthError], through the framework's own error path. Package
// core/clerktest/adaptertest tells whether the adapter is right.
package core
