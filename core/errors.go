package core

import (
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/token"
)

// Error is what a call of the Backend API fails with; see [backend.Error].
type Error = backend.Error

// TokenError is why a token was refused; see [token.Error].
type TokenError = token.Error

// FactorAges say how long ago each factor was verified; see
// [token.FactorAges].
type FactorAges = token.FactorAges
