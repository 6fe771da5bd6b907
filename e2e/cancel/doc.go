// Package cancel shows that a call returns when its context is cancelled: every exported
// function of this repository that takes a context is in one table, and is called against
// a server that never answers.
package cancel
