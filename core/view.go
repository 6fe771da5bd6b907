package core

import "slices"

// View says what a handler sees of a request. Without one it sees session tokens
// that are not pending; everything else counts as signed out, so that a machine
// never passes for a user.
type View struct {
	accept       []TokenType
	accepts      bool
	allowPending bool
}

// Accept shows tokens of the given kinds and of no others: name [SessionToken]
// too to keep sessions, or [AnyToken] for every kind.
func Accept(kinds ...TokenType) View {
	return View{accept: slices.Clone(kinds), accepts: true}
}

// AllowPending shows sessions that have a task left to do, such as choosing an
// organisation, as signed in.
//
// See https://clerk.com/docs/guides/configure/session-tasks.
func AllowPending() View { return View{allowPending: true} }

// View returns what a handler with these views sees. Several kinds of tokens
// add up. It never returns nil.
func (a *Auth) View(views ...View) *Auth {
	if a == nil {
		return missing
	}
	accept, restricted, allowPending := sessionsOnly, false, false
	for _, view := range views {
		allowPending = allowPending || view.allowPending
		if view.accepts && !restricted {
			accept, restricted = view.accept, true
		} else if view.accepts {
			accept = slices.Concat(accept, view.accept)
		}
	}
	switch {
	case !slices.Contains(accept, AnyToken) && !accepted(a.TokenType, accept):
		return a.mismatch(accept)
	case a.pending != nil && !allowPending:
		return a.pending
	}
	return a
}

// sessionsOnly is what is accepted unless somebody says otherwise.
var sessionsOnly = []TokenType{SessionToken}

// accepted reports whether a kind of token is among those accepted. No kind is
// never accepted.
func accepted(kind TokenType, accept []TokenType) bool {
	return kind != "" && (slices.Contains(accept, AnyToken) || slices.Contains(accept, kind))
}

// mismatch returns what is seen instead of a token that is not accepted: the
// signed-out form of the one kind that is, and of no kind where several are.
func (a *Auth) mismatch(accept []TokenType) *Auth {
	var kind TokenType
	if len(accept) == 1 {
		kind = accept[0]
	}
	// Its kind alone decides about a token; whether it could be verified does not
	// matter.
	reason := ReasonTokenTypeMismatch
	if noCredentials[a.Reason] {
		reason = a.Reason
	}
	return &Auth{TokenType: kind, Reason: reason}
}
