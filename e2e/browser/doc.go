// Package browser proves the local Clerk by a browser for people: Chromium visits its
// hosted pages and runs ClerkJS, at a pinned version and unmodified.
package browser
