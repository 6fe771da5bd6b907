package core

import (
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/token"
)

// AsSeveralKinds makes AcceptsToken an array of the reference, whatever its
// length.
func (o *AuthenticateOptions) AsSeveralKinds() { o.severalKinds = true }

// SessionAuth returns the Auth of claims, as authentication does.
func SessionAuth(claims *token.Claims) *Auth { return signedInSession(claims) }

// Unusable is what [Default] returns while a variable is missing.
func Unusable(err error) *Client { return unusable(err) }

// ClerkURL returns the URL that a visitor sees.
func (a *Authenticator) ClerkURL(request Request) string {
	return a.visit(request).clerkURL().String()
}

// ProxyURL returns the proxy URL as browsers see it.
func (s *RequestState) ProxyURL() string {
	if s.anonymous {
		return ""
	}
	return s.authenticator.visit(s.request).proxyURL()
}

// Echo returns the options that the reference repeats in its state.
func (s *RequestState) Echo() (publishableKey, domain, signInURL, signUpURL string, isSatellite bool) {
	if s.anonymous {
		return
	}
	o := s.authenticator.client.options
	return o.PublishableKey, o.Domain, o.SignInURL, o.SignUpURL, o.IsSatellite
}

// Redirects are the inputs of the redirect helpers.
type Redirects struct {
	PublishableKey, BaseURL, SignInURL, SignUpURL, DevBrowser string
	Pending, IsSatellite                                      bool
}

func (r Redirects) builder() redirects {
	key, _ := pubkey.Parse(r.PublishableKey)
	return redirects{
		instance: key, base: r.BaseURL, signInURL: r.SignInURL, signUpURL: r.SignUpURL,
		devBrowser: r.DevBrowser, pending: r.Pending, isSatellite: r.IsSatellite,
	}
}

// SignIn returns where to sign in.
func (r Redirects) SignIn(back string) (string, error) { return r.builder().signIn(back) }

// SignUp returns where to sign up.
func (r Redirects) SignUp(back string) (string, error) { return r.builder().signUp(back) }
