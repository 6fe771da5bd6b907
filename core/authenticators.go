package core

import (
	"fmt"
	"sync"
)

// maxAuthenticators is how many authenticators an [Authenticators] keeps: one for
// each domain of an application. The oldest goes first.
const maxAuthenticators = 64

// Authenticators builds authenticators for options that depend on the request,
// as where one server serves several domains or instances, and keeps those it
// has built. Instances never share keys. It is safe for concurrent use; build it
// by [Client.NewAuthenticators].
type Authenticators struct {
	client *Client

	mu    sync.Mutex
	built map[string]*Authenticator
	order []string
}

// NewAuthenticators returns an empty set of authenticators.
func (c *Client) NewAuthenticators() *Authenticators {
	return &Authenticators{client: c, built: map[string]*Authenticator{}}
}

// For returns the authenticator of options, as [Client.NewAuthenticator] does,
// and the same one for equal options.
func (s *Authenticators) For(options AuthenticateOptions) (*Authenticator, error) {
	key := options.identity()
	s.mu.Lock()
	defer s.mu.Unlock()
	if authenticator, ok := s.built[key]; ok {
		return authenticator, nil
	}
	authenticator, err := s.client.NewAuthenticator(options)
	if err != nil {
		return nil, err
	}
	if len(s.order) == maxAuthenticators {
		delete(s.built, s.order[0])
		s.order = s.order[1:]
	}
	s.built[key], s.order = authenticator, append(s.order, key)
	return authenticator, nil
}

// identity returns a text that two options share only if they are equal. It
// holds keys and goes nowhere.
func (o AuthenticateOptions) identity() string {
	type fields AuthenticateOptions // prints every field, whatever methods the type has
	return fmt.Sprintf("%#v", fields(o))
}
