// Package backend is the Backend API of Clerk: every resource is a service on one
// [Client], every operation a method.
//
//	client, err := backend.NewClient(backend.Options{SecretKey: os.Getenv("CLERK_SECRET_KEY")})
//	…
//	user, err := client.Users.Get(ctx, "user_…")
//
// Programs that also authenticate requests take their client from package core,
// which embeds this one and reads the environment.
//
// # From JavaScript to Go
//
//	clerkClient.users.createUser      client.Users.Create
//	clerkClient.users.deleteUser      client.Users.Delete
//	clerkClient.users.getCount        client.Users.Count
//	clerkClient.users.getUser         client.Users.Get
//	clerkClient.users.getUserList     client.Users.List, client.Users.All
//	clerkClient.users.updateUser      client.Users.Update
//	clerkClient.jwks.getJwks          client.JWKS.Get, client.JWKS.Raw
//
//	ClerkAPIResponseError             *backend.Error
//	isClerkAPIResponseError(err)      errors.As(err, &apiErr)
//	error.errors[0].longMessage       apiErr.Errors[0].LongMessage
//	user.firstName ?? ""              user.FirstName.Or("")
//	user.primaryEmailAddress          user.PrimaryEmailAddress()
//	user.publicMetadata as Plan       backend.MetadataAs[Plan](user.PublicMetadata)
//	{ firstName: null }               FirstName: backend.Null[string]()
//	{ limit: 10, query: 'ada' }       backend.UserListParams{Limit: 10, Query: "ada"}
//
// # Requests
//
// The parameters of an operation are one struct whose zero value asks for
// nothing. A plain field is sent unless it is zero. A field of type [Opt] is sent
// once it is set, to whatever value: [Value] sets it, false and 0 included, and
// [Null] clears what Clerk has. IDs are checked before anything is sent: one that
// is empty, or that would lead to another path, is an error.
//
// # Lists
//
// List returns one [Page]. All returns an iterator over the resources of all
// pages:
//
//	for user, err := range client.Users.All(ctx, backend.UserListParams{}) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// It makes no request before the range begins, one request a page after that, and
// none once the loop is left.
//
// # Responses
//
// A field is an [Opt] where the API may say null. Times are [Time]; null is the
// zero time. Enumerations are open: Clerk may add values. [Metadata] keeps your
// own JSON as it is. Resources may be encoded again, by encoding/json too. They
// belong to the caller.
//
// # Errors
//
// Every error of a call is an [*Error], which tells by its Code whether Clerk
// refused, no answer came, or the context ended. [IsNotFound] and [HasCode] answer
// the common questions. Cancelling the context ends a call at once;
// errors.Is(err, context.Canceled) then holds. No error shows a key, a query or
// an ID.
//
// # Limits
//
// A call takes 30 seconds at most unless Options.HTTPClient or the context say
// otherwise. An answer of more than 32 MiB is an error. Redirects are not followed.
package backend
