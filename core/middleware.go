package core

import "context"

// MiddlewareOptions are what the middleware of every framework is configured
// with. C is the framework's own type for a request.
type MiddlewareOptions[C any] struct {
	// Authenticate says how requests are authenticated. Its AcceptsToken has no
	// effect: every kind of token is authenticated, and each route says which
	// it takes, by [Accept].
	Authenticate AuthenticateOptions
	// Client is the client of the instance. Nil is [Default].
	Client *Client
	// FrontendProxy, if set, serves the Frontend API below a path of this
	// application, and tells browsers so unless ProxyURL is set.
	FrontendProxy *FrontendProxyOptions
	// PerRequest returns the options of one request in place of Authenticate,
	// as where one server serves several instances.
	PerRequest func(C) (AuthenticateOptions, error)
}

// Middleware is what stands behind the middleware of each framework: it finds
// the authenticator of a request. It is immutable and safe for concurrent use;
// build it by [NewMiddleware].
type Middleware[C any] struct {
	options        MiddlewareOptions[C]
	authenticator  *Authenticator
	authenticators *Authenticators
	proxy          *FrontendProxy
}

// NewMiddleware returns a middleware. The error names the option that is wrong or
// missing and its variable.
func NewMiddleware[C any](options MiddlewareOptions[C]) (*Middleware[C], error) {
	if options.Client == nil {
		options.Client = Default()
	}
	if err := options.Client.Err(); err != nil {
		return nil, err
	}
	m := &Middleware[C]{options: options, authenticators: options.Client.NewAuthenticators()}
	var err error
	if options.FrontendProxy != nil {
		if m.proxy, err = options.Client.NewFrontendProxy(*options.FrontendProxy); err != nil {
			return nil, err
		}
	}
	if options.PerRequest != nil {
		return m, nil
	}
	m.authenticator, err = options.Client.NewAuthenticator(m.complete(options.Authenticate))
	return m, err
}

// Authenticate authenticates a request with the options that are its own.
func (m *Middleware[C]) Authenticate(ctx context.Context, c C, request Request) (RequestState, error) {
	authenticator := m.authenticator
	if m.options.PerRequest != nil {
		options, err := m.options.PerRequest(c)
		if err != nil {
			return RequestState{}, err
		}
		if authenticator, err = m.authenticators.For(m.complete(options)); err != nil {
			return RequestState{}, err
		}
	}
	return authenticator.Authenticate(ctx, request)
}

// Proxy returns the proxy of the Frontend API if a request is for it, nil if it
// is not or there is none. What is for the proxy is not authenticated.
func (m *Middleware[C]) Proxy(request Request) *FrontendProxy {
	if m.proxy == nil || !m.proxy.Matches(request.RequestURI()) {
		return nil
	}
	return m.proxy
}

// complete makes every kind of token count, and has browsers use the proxy.
func (m *Middleware[C]) complete(options AuthenticateOptions) AuthenticateOptions {
	options.AcceptsToken = []TokenType{AnyToken}
	if m.proxy != nil && options.ProxyURL == "" && m.options.Client.options.ProxyURL == "" {
		options.ProxyURL = m.proxy.Path()
	}
	return options
}
