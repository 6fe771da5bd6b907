// Package token decodes and verifies the JSON Web Tokens that Clerk signs.
//
// # Start here
//
//   - To verify a session token once: [Verify].
//   - To verify many: build a [Verifier] with [NewVerifier] and share it.
//   - To verify without the network: [ParsePEM] the instance's JWT key and give
//     it as [Options].Keys.
//   - To verify with the instance's published keys: a [KeySet].
//   - To read what a verified token says: [Claims]; [Claims.Decode] for claims
//     of your own.
//   - To look into a token without trusting it: [Decode].
//
// # Order of checks
//
// A token is refused by the first check it fails. Nothing in its claims is
// looked at before its signature has been verified.
//
//	 1  size, structure, base64, JSON          token-invalid
//	 2  category is not machine-to-machine     token-invalid
//	 3  a key is found                         jwk-… or secret-key-invalid
//	 4  typ                                    token-invalid
//	 5  alg is RS256, RS384 or RS512           token-invalid-algorithm
//	 6  the key may be used for alg            token-verification-failed
//	 7  signature                              token-invalid-signature
//	 8  sub is a string                        token-verification-failed
//	 9  aud, if audiences are configured       token-verification-failed
//	10  azp, if parties are configured         token-invalid-authorized-parties
//	11  iss, if issuers are configured         token-invalid-issuer
//	12  exp                                    token-expired
//	13  nbf                                    token-not-active-yet
//	14  iat                                    token-iat-in-the-future
//
// Session tokens are stateless: a token stays valid until it expires, about a
// minute, even when its session has ended meanwhile. A route that cannot wait
// must ask the Backend API for the session.
package token
