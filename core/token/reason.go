package token

// Reason is the stable code of why a request or a token was not accepted. It
// is what a program compares; texts may change.
type Reason string

// Reasons for which verification refuses a token. Clerk's JavaScript packages
// use the same codes.
const (
	// ReasonExpired: exp has passed.
	ReasonExpired Reason = "token-expired"
	// ReasonIssuedInFuture: iat lies ahead of this machine's clock.
	ReasonIssuedInFuture Reason = "token-iat-in-the-future"
	// ReasonInvalid: not a JSON Web Token of the expected kind.
	ReasonInvalid Reason = "token-invalid"
	// ReasonInvalidAlgorithm: alg is not one Clerk signs with.
	ReasonInvalidAlgorithm Reason = "token-invalid-algorithm"
	// ReasonInvalidAuthorizedParties: azp is missing or not in the list.
	ReasonInvalidAuthorizedParties Reason = "token-invalid-authorized-parties"
	// ReasonInvalidIssuer: iss is missing or not in the list.
	ReasonInvalidIssuer Reason = "token-invalid-issuer"
	// ReasonInvalidSignature: the signature is not the key's.
	ReasonInvalidSignature Reason = "token-invalid-signature"
	// ReasonKeyMismatch: the instance has no key of the token's key ID.
	ReasonKeyMismatch Reason = "jwk-kid-mismatch"
	// ReasonKeysNotLoaded: the instance's keys could not be loaded.
	ReasonKeysNotLoaded Reason = "jwk-remote-failed-to-load"
	// ReasonKeyUnresolved: neither a key nor a way to load one is configured.
	ReasonKeyUnresolved Reason = "jwk-failed-to-resolve"
	// ReasonLocalKeyMissing: the JWT key is configured but empty.
	ReasonLocalKeyMissing Reason = "jwk-local-missing"
	// ReasonNotActiveYet: nbf lies ahead of this machine's clock.
	ReasonNotActiveYet Reason = "token-not-active-yet"
	// ReasonRemoteKeyInvalid is declared by the JavaScript packages; nothing returns it.
	ReasonRemoteKeyInvalid Reason = "jwk-remote-invalid"
	// ReasonRemoteKeyMissing is declared by the JavaScript packages; nothing returns it.
	ReasonRemoteKeyMissing Reason = "jwk-remote-missing"
	// ReasonSecretKeyInvalid: Clerk refused the secret key when keys were loaded.
	ReasonSecretKeyInvalid Reason = "secret-key-invalid"
	// ReasonUnexpected: something failed that says nothing about the token, as
	// when the Backend API cannot be reached.
	ReasonUnexpected Reason = "unexpected-error"
	// ReasonVerificationFailed: a claim or the key does not allow a verdict.
	ReasonVerificationFailed Reason = "token-verification-failed"
)

// What a developer can do about a refusal.
const (
	actionClerkToken  = "Make sure that this is a valid Clerk-generated JWT."
	actionClock       = "Make sure that the clock of this machine is in sync."
	actionJWTKey      = "Set CLERK_JWT_KEY or CLERK_SECRET_KEY; both are on the API keys page of the Clerk dashboard."
	actionSecretKey   = "Set CLERK_SECRET_KEY to the secret key on the API keys page of the Clerk dashboard."
	actionUnreachable = "Make sure that this machine reaches the Backend API; if it does, contact Clerk's support."
)
