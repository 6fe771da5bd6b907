// Package otelclerk traces and counts what a Clerk client does, with OpenTelemetry.
//
//	hooks, err := otelclerk.NewHooks(otelclerk.Options{})
//	options := core.OptionsFromEnv()
//	options.Hooks = hooks
//	client, err := core.NewClient(options)
//	router.Use(ginclerk.Middleware(ginclerk.Options{Client: client}))
//
// # Spans
//
//	clerk.authenticate   one request; ends before the route runs
//	clerk.keys.load      one attempt to load keys; a root, since many requests may wait for it
//	GET /users/{}        one call of the Backend API, its retries included
//
// # Metrics
//
//	clerk.authentications   counter, by clerk.status, clerk.reason and clerk.token_type
//	clerk.call.duration     histogram in seconds, by http.request.method, url.template,
//	                        http.response.status_code and error.type
//	clerk.keys.age          gauge in seconds, by clerk.instance: since keys were last loaded
//	clerk.keys.loads        counter of attempts, by clerk.instance and error.type
//
// An age of the keys beyond ten minutes while requests come in means that Clerk cannot be
// reached: they go on being authenticated for a day. A question about an opaque token is
// a root too: it may be the question of several requests. The reasons are those of
// core.Authenticator.
//
// No attribute holds a token, a cookie, a key or an ID of a user; url.template has {} in
// place of IDs.
package otelclerk
