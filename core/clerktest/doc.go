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
//	organisations     [Instance.CreateOrganization], [Instance.CreateMembership]
//	from JSON         [ReadSeed], [Instance.Load], [Instance.Save], [WriteSeed], [Seed]
//	sign in           [Instance.SignIn], [Instance.Token], [TokenOptions]
//	machines          [Instance.CreateMachine], [Instance.CreateAPIKey],
//	                  [Instance.M2MToken], [Instance.OAuthToken]
//	browsers          [Instance.Browser], [Browser.SignIn]
//	broken tokens     [Fault]
//	webhooks          [Instance.SendWebhooks], [Instance.Trigger], [Instance.SignWebhook]
//	outages           [Instance.Disrupt], [Disruption]
//	clocks            [Clock], [Instance.Skew]
//	keys              [Instance.Rotate]
//	what was called   [Instance.Requests], [Options].Request
//	codes             [Options].Code
//
// # Endpoints
//
// The Backend API is under [Instance.APIURL], with /v1 in front, for the instance's
// secret key; M2M tokens also for that of a machine. API keys, M2M tokens and the
// verification of OAuth tokens are there without /v1 too. CRUD is to create, list, get,
// update and delete.
//
//	actor tokens          create, revoke
//	API keys              CRUD, secret, revoke, verify
//	clients               list, get, handshake payload by nonce
//	email addresses       create, get, update, delete; replace those of a user
//	invitations           create, in bulk too, list, revoke, delete
//	JWKS                  get
//	JWT templates         CRUD; claims with shortcodes such as {{user.id}}
//	M2M tokens            create (opaque, JWT), list, revoke, verify
//	machines              CRUD, scopes, secret key, its rotation
//	OAuth access tokens   verify
//	OAuth applications    CRUD, rotate secret, revoke token
//	organizations         CRUD by ID or slug, metadata
//	  domains             create, lists, update, delete, verify ownership
//	  invitations         create, in bulk too, lists, get, revoke
//	  memberships         create, lists, role, metadata, delete
//	  permissions, roles  CRUD, assign, remove
//	phone numbers         create, get, update, delete; replace those of a user
//	sessions              create, list, get, refresh, revoke, verify; tokens
//	sign-in tokens        create, revoke
//	testing tokens        create
//	users                 CRUD, count, metadata, ban, lock, password, memberships,
//	                      invitations
//
// All lists have their filters, orders and pages.
//
// The Frontend API is under [Instance.URL]: handshakes, development browsers, the
// client, the environment, sign-in by password, email code or ticket, sign-up by
// email code, and touch, tokens, end and remove of sessions.
//
// Beside it are the hosted pages, plain HTML without a script:
//
//	/              dashboard: users, sessions, organizations, the last 200 requests
//	/organization  switch the organization; /tasks is the same
//	/sign-in       by a click on a user, by password, email code or ticket
//	/sign-out      end the session of the browser
//	/sign-up       by email code
//	/user          profile; end sessions elsewhere
//
// They send people to pages of this machine only, take no form but their own, and
// have one session in a browser: who signs in signs whoever was there out.
//
// Everything else, filters and members of bodies of the Backend API included,
// answers 501 or names the parameter, never a silent 200.
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
