package core

import (
	"context"
	"errors"

	"github.com/clerkgo/clerk-go/core/token"
)

// timeReasons are the refusals that a newer token would cure, with the reason
// that the request gets.
var timeReasons = map[token.Reason]Reason{
	token.ReasonExpired:        ReasonSessionTokenExpired,
	token.ReasonIssuedInFuture: ReasonSessionTokenIATInTheFuture,
	token.ReasonNotActiveYet:   ReasonSessionTokenNotActiveYet,
}

// sessionError returns the state of a request whose session token was refused.
func (v *visit) sessionError(ctx context.Context, refused error, carrier token.Carrier) (RequestState, error) {
	if ctx.Err() != nil {
		return RequestState{}, ctx.Err()
	}
	e, ok := errors.AsType[*token.Error](refused)
	if !ok {
		return RequestState{}, refused
	}
	if e.Reason == token.ReasonUnexpected {
		return v.unavailable(SessionToken, e.Reason, "", e), nil
	}
	reason, curable := timeReasons[e.Reason]
	message := e.CarriedBy(carrier).Error()
	if !curable {
		if e.Unavailable() {
			return v.unavailable(SessionToken, e.Reason, message, e), nil
		}
		return v.signedOut(SessionToken, e.Reason, message), nil
	}
	if carrier == token.CarrierHeader {
		v.readBrowser()
	}
	if reason == ReasonSessionTokenExpired {
		state, why, refreshed := v.refresh(ctx)
		switch {
		case refreshed:
			return state, nil
		case ctx.Err() != nil:
			return RequestState{}, ctx.Err()
		}
		reason += refreshSeparator + why
	}
	return v.handshake(reason, message), nil
}
