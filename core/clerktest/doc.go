// Package clerktest is a local Clerk, in memory, for tests and for the command
// clerkdev. It needs no account and no network: an [Instance] has keys, users
// and sessions of its own and serves Clerk's Backend API on a loopback port.
//
//	inst := clerktest.Start(t)
//	user := inst.CreateUser(clerktest.UserParams{})
//	client, err := core.NewClient(inst.Options())
//	…
//	inst.SignIn(request, user) // Authorization: Bearer <session token>
//
// # Map
//
//	an instance       [Start] for a test, [New] for a program; [Options], [Clock]
//	point code at it  [Instance.Options], [Instance.Env], [Instance.APIURL]
//	users, sessions   [Instance.CreateUser], [Instance.CreateSession], [Membership]
//	sign in           [Instance.SignIn], [Instance.Token], [TokenOptions]
//	machines          [Instance.M2MToken]
//	broken tokens     [Fault]
//	keys              [Instance.Rotate]
//	what was called   [Instance.Requests]
//
// # Endpoints
//
// Under [Instance.APIURL], with the instance's secret key: GET /v1/jwks,
// /v1/sessions (GET, POST), /v1/sessions/{id} (GET), /v1/sessions/{id}/revoke
// and /tokens (POST), /v1/users (GET, POST), /v1/users/count (GET),
// /v1/users/{id} (GET, PATCH, DELETE). Under [Instance.URL]: GET
// /.well-known/jwks.json. Everything else, filters and members of bodies
// included, answers 501 and names what is missing, never a silent 200.
//
// # Safety
//
// An instance listens on loopback addresses only and answers only requests
// whose Host header names one. It accepts no secret key but its own, never
// talks to Clerk, and marks each answer with the header X-Clerk-Emulator. Keys
// are random for each instance and gone with it. Every program on the machine
// can reach it, so put no real data into one.
//
// Nothing in this package verifies tokens, and it shares no code with what
// does: a test that uses both is not fooled by one mistake in both.
package clerktest
