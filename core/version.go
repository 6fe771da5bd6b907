package core

import "github.com/clerkgo/clerk-go/core/internal/version"

// Version is the version of every module of this repository, as in
// "1.2.3". An adapter names it in [Options].SDKMetadata.
const Version = version.Version
