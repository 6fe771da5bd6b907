package clerktest

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// frontendHost is the Frontend API host in the publishable key. It ends as
// Clerk's development hosts do, which browsers' ClerkJS asks for, and is not of
// the form that real instances have.
const frontendHost = "clerktest.clerk.accounts.dev"

// An Instance is a local Clerk: keys, users and sessions in memory, and the
// Backend API on a loopback port. Make one with [Start] or [New]; it is safe
// for concurrent use. Two instances share nothing.
type Instance struct {
	addr           string // host:port it listens on
	fatal          func(args ...any)
	foreign        *signingKey // never listed
	helper         func()
	host           string // its own Host header
	instanceID     string
	now            func() time.Time
	customClock    bool
	organization   atomic.Pointer[Organization]
	packages       string
	publishableKey string
	secretKey      string
	server         *server
	tellCode       func(address, code string)
	tellRequest    func(Request)
	signingSecret  string // of webhooks
	spare          sync.Once
	skew           atomic.Int64 // of tokens, a duration
	webhooks       webhooks

	mu                      sync.RWMutex // guards what follows
	apiKeys                 shelf[apiKey]
	devices                 shelf[device] // browsers
	identifiers             identifiers   // of users
	invitations             shelf[backend.Invitation]
	key                     *signingKey
	m2mTokens               shelf[m2mToken]
	machines                shelf[machine]
	members                 groups[membership] // by organisation
	memberships             shelf[membership]
	nonces                  map[string]handshakeNonce
	oauthApplications       shelf[backend.OAuthApplication]
	oauthTokens             shelf[oauthToken]
	organizationDomains     shelf[backend.OrganizationDomain]
	organizationInvitations shelf[backend.OrganizationInvitation]
	organizationSlugs       map[string]*backend.Organization
	organizations           shelf[backend.Organization]
	permissions             shelf[backend.Permission]
	roles                   shelf[backend.Role]
	sessions                shelf[session]
	templates               shelf[backend.JWTTemplate]
	tickets                 shelf[ticket]
	untold                  []sentCode
	userMemberships         groups[membership]
	userSessions            groups[session]
	users                   []*user // oldest first
}

// Options configure an [Instance]. The zero value of each field is its default.
type Options struct {
	// Addr is the address to listen on: a loopback host and a port, of which 0
	// is any free one. Default "127.0.0.1:0".
	Addr string

	// Code is told of each one-time code, in place of an email, before the request
	// that asked for it is answered. Addresses with +clerk_test have the code 424242.
	// It must be safe for concurrent use. Default: nobody is told.
	Code func(address, code string)

	// Now is the clock of tokens, sessions and users. Default [time.Now]; see
	// [Clock] for one that a test moves.
	Now func() time.Time

	// Packages is a folder such as node_modules, whose @clerk/clerk-js and @clerk/ui
	// are served to browsers under /npm. Default: none is, and what is asked for
	// there answers 501.
	Packages string

	// Request is told of each request when it has been answered, those of the
	// dashboard left out. It must be safe for concurrent use. Default: nobody is told.
	Request func(Request)
}

// Start returns an instance that ends with the test. Whatever cannot be done,
// here or in a later call, fails the test. At most one Options may be given.
func Start(t testing.TB, options ...Options) *Instance {
	t.Helper()
	instance, err := New(options...)
	if err != nil {
		t.Fatal(err)
	}
	instance.fatal, instance.helper = t.Fatal, t.Helper
	t.Cleanup(func() {
		if err := instance.Close(); err != nil {
			t.Error(err)
		}
	})
	return instance
}

// New returns an instance that runs until [Instance.Close]. In its methods
// that return no error, a caller's mistake panics. Errors match [ErrAddr] when
// the address is not a loopback one, and are [net.OpError] when it is taken.
func New(options ...Options) (*Instance, error) {
	o, err := atMostOne(options)
	if err != nil {
		return nil, err
	}
	listener, err := listen(o.Addr)
	if err != nil {
		return nil, err
	}
	addr := listener.Addr().String()
	instance := &Instance{
		addr:           addr,
		customClock:    o.Now != nil,
		fatal:          func(args ...any) { panic(fmt.Sprint(args...)) },
		foreign:        newSigningKey(),
		helper:         func() {},
		host:           addr,
		instanceID:     newID("ins_"),
		nonces:         map[string]handshakeNonce{},
		identifiers:    newIdentifiers(),
		members:        groups[membership]{},
		key:            newSigningKey(),
		now:            o.Now,
		tellCode:       o.Code,
		tellRequest:    o.Request,
		packages:       o.Packages,
		publishableKey: "pk_test_" + base64.RawStdEncoding.EncodeToString([]byte(frontendHost+"$")),
		secretKey:      "sk_test_" + randomText(42),
		signingSecret:  newSigningSecret(),
		webhooks:       newWebhooks(),

		organizationSlugs: map[string]*backend.Organization{},
		userMemberships:   groups[membership]{},
		userSessions:      groups[session]{},
	}
	if instance.now == nil {
		instance.now = time.Now
	}
	instance.addRoles()
	instance.organization.Store(&Organization{ID: newID("org_"), Slug: "example"})
	instance.addOrganization(instance.Organization(), "Example")
	instance.serve(listener)
	return instance, nil
}

// atMostOne returns the options given, or the default ones.
func atMostOne[T any](options []T) (T, error) {
	var o T
	if len(options) > 1 {
		return o, fmt.Errorf("clerktest: want at most one %T, got %d", o, len(options))
	}
	if len(options) == 1 {
		o = options[0]
	}
	return o, nil
}

// listen opens the port, and makes sure of what the system understood: a hosts
// file may give localhost any address.
func listen(addr string) (net.Listener, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	if err := CheckAddr(addr); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("clerktest: %w", err)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		_ = listener.Close()
		return nil, fmt.Errorf("clerktest: address %q is %s: %w", addr, listener.Addr(), ErrAddr)
	}
	return listener, nil
}

// Close ends the instance: when it returns, nothing listens and no goroutine
// of it runs. An instance of [Start] is closed by its test.
func (i *Instance) Close() error {
	err := i.server.close()
	i.spare.Do(func() {
		i.signingKey().spare()
		i.foreign.spare()
	})
	return err
}

// Addr returns the host and port that the instance listens on.
func (i *Instance) Addr() string { return i.addr }

// APIURL returns the base URL of the Backend API, without its version.
func (i *Instance) APIURL() string { return i.URL() + "/bapi" }

// Issuer returns the issuer that tokens name: the Frontend API by the name in
// the publishable key, as for every instance of Clerk, not by [Instance.URL].
func (i *Instance) Issuer() string { return "https://" + frontendHost }

// Organization returns the organization that tokens speak for when they are
// asked for a role or permissions and no organization: one of the instance's own, or
// the first of a [Seed].
func (i *Instance) Organization() Organization { return *i.organization.Load() }

// PublishableKey returns the publishable key.
func (i *Instance) PublishableKey() string { return i.publishableKey }

// SecretKey returns the secret key.
func (i *Instance) SecretKey() string { return i.secretKey }

// URL returns the base URL of the Frontend API.
func (i *Instance) URL() string { return "http://" + i.addr }

// Format prints what String returns, whatever the verb.
func (i *Instance) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, i.String()) }

// LogValue names the instance in logs. It holds no key.
func (i *Instance) LogValue() slog.Value { return slog.StringValue(i.String()) }

// String names the instance. It holds no key.
func (i *Instance) String() string { return "local Clerk at " + i.URL() }

// fail reports a mistake of the caller: to the test, or by a panic.
func (i *Instance) fail(err error) {
	i.helper()
	i.fatal(err)
}
