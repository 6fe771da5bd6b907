package clerktest

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// A digest is all that has to be known of a secret in order to recognise it. Secrets
// are long and random: nobody guesses one by its digest.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

func (d digest) String() string { return hex.EncodeToString(d[:]) }

// A shelf holds resources of one kind, oldest first, and finds them by ID and by
// secret. The caller holds the instance's mu.
type shelf[T any] struct {
	list     []*T
	byID     map[string]*T
	bySecret map[digest]*T // what a look-up takes tells nothing
}

func (s *shelf[T]) add(id string, resource *T) {
	if s.byID == nil {
		s.byID = map[string]*T{}
	}
	s.byID[id] = resource
	s.list = append(s.list, resource)
}

// get returns a resource, nil if there is none.
func (s *shelf[T]) get(id string) *T { return s.byID[id] }

// find returns the first resource that matches, nil if none does.
func (s *shelf[T]) find(matches func(*T) bool) *T {
	if k := slices.IndexFunc(s.list, matches); k >= 0 {
		return s.list[k]
	}
	return nil
}

// remove takes a resource off, if it is there.
func (s *shelf[T]) remove(id string) {
	gone := s.byID[id]
	delete(s.byID, id)
	s.list = slices.DeleteFunc(s.list, func(resource *T) bool { return resource == gone })
	s.dropSecrets(gone)
}

// removeFunc takes off all resources that match.
func (s *shelf[T]) removeFunc(id func(*T) string, matches func(*T) bool) {
	s.list = slices.DeleteFunc(s.list, func(resource *T) bool {
		if !matches(resource) {
			return false
		}
		delete(s.byID, id(resource))
		s.dropSecrets(resource)
		return true
	})
}

// keep lets a resource be found by a secret, besides those that it has.
func (s *shelf[T]) keep(secret string, resource *T) { s.keepDigest(digestOf(secret), resource) }

// keepDigest is keep for who does not have the secret.
func (s *shelf[T]) keepDigest(d digest, resource *T) {
	if s.bySecret == nil {
		s.bySecret = map[digest]*T{}
	}
	s.bySecret[d] = resource
}

// secretOf returns the resource that has a secret, nil if none has.
func (s *shelf[T]) secretOf(secret string) *T { return s.bySecret[digestOf(secret)] }

// dropSecrets lets a resource be found by no secret any more.
func (s *shelf[T]) dropSecrets(resource *T) {
	for digest, owner := range s.bySecret {
		if owner == resource {
			delete(s.bySecret, digest)
		}
	}
}

// groups find resources by something that several of them share, oldest first. The
// caller holds the instance's mu.
type groups[T any] map[string][]*T

func (g groups[T]) add(key string, resource *T) { g[key] = append(g[key], resource) }

func (g groups[T]) remove(key string, gone *T) {
	left := slices.DeleteFunc(slices.Clone(g[key]), func(resource *T) bool { return resource == gone })
	if len(left) == 0 {
		delete(g, key)
		return
	}
	g[key] = left
}
