package core

import "github.com/clerkgo/clerk-go/core/token"

// known is what an authenticator has worked out from a token that the client
// remembers: its Auth, which counts only after the token has been verified for the
// request, what a glance at it says, and which kind it is of.
type known struct {
	authenticator *Authenticator
	auth          *Auth
	glance        *glance
	kind          *TokenType // of a token in a header
}

// decode takes a token apart, at no cost if it was verified before.
func (a *Authenticator) decode(jwt string) (*token.Token, error) {
	return a.verifiers.session.Decode(jwt)
}

// recall returns what is known of a token, nothing if another authenticator was the
// last to ask.
func (a *Authenticator) recall(decoded *token.Token) known {
	if k, ok := decoded.Memo().(*known); ok && k.authenticator == a {
		return *k
	}
	return known{}
}

// remember adds to what is known of a token.
func (a *Authenticator) remember(decoded *token.Token, more known) {
	if !decoded.Remembered() {
		return
	}
	k := a.recall(decoded)
	k.authenticator = a
	if more.auth != nil {
		k.auth = more.auth
	}
	if more.glance != nil {
		k.glance = more.glance
	}
	if more.kind != nil {
		k.kind = more.kind
	}
	decoded.SetMemo(&k)
}
