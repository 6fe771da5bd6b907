package adaptertest

import "github.com/clerkgo/clerk-go/core/internal/vectors"

// Rules returns the rules of the suite.
func (b Build) Rules() vectors.Rules { return b.rules() }
