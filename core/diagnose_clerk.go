package core

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
)

// checkKeys compares what the two keys say about themselves.
func (d *diagnosis) checkKeys() {
	key, err := pubkey.Parse(d.options.PublishableKey)
	switch secret := d.options.SecretKey; {
	case err != nil || secret == "": // the options say so
	case key.Production && pubkey.IsDevelopmentSecret(secret), !key.Production && pubkey.IsProductionSecret(secret):
		d.add(VerdictProblem, "keys", "PublishableKey (CLERK_PUBLISHABLE_KEY) is of a "+key.InstanceType()+" instance, SecretKey (CLERK_SECRET_KEY) is not.",
			"Copy both from the same API keys page of the Clerk dashboard.")
	default:
		d.fine("keys", "Both are of a %s instance.", key.InstanceType())
	}
}

// askBackendAPI loads the keys of the instance, and reads the clock of the answer.
func (d *diagnosis) askBackendAPI(ctx context.Context) {
	if d.options.SecretKey == "" {
		return
	}
	sender := d.httpClient()
	clock := &clockReader{next: sender.Transport}
	sender.Transport = clock
	options := d.options
	options.HTTPClient, options.Hooks, options.JWTKey = sender, Hooks{}, ""
	options.Retry = backend.RetryOptions{MaxAttempts: 1}
	asking, err := NewClient(options)
	if err != nil {
		return // it was built before
	}
	set, err := asking.JWKS.Get(ctx)
	d.checkClock(clock)
	apiErr, ok := errors.AsType[*backend.Error](err)
	switch {
	case err == nil:
		d.keys = token.NewKeySet(token.KeySetOptions{Load: func(context.Context) ([]byte, error) { return json.Marshal(set) }})
		for _, key := range set.Keys {
			d.ids = append(d.ids, key.Kid)
		}
		d.fine("backend API", "It accepts the secret key.")
	case ok && apiErr.Status == 401:
		d.add(VerdictProblem, "backend API", "Clerk refuses the secret key.", "Copy SecretKey (CLERK_SECRET_KEY) from the API keys page of the Clerk dashboard; it may have been replaced.")
	case ok && apiErr.Status != 0:
		d.add(VerdictProblem, "backend API", apiErr.Error()+".", "Make sure that APIURL (CLERK_API_URL) is Clerk's, and look at https://status.clerk.com.")
	default:
		d.add(VerdictProblem, "backend API", "It cannot be reached: "+err.Error()+".", "Let this machine reach it over https, through HTTPS_PROXY if need be.")
	}
}

// clockReader is a transport that compares the clock of an answer with that of this
// machine.
type clockReader struct {
	next http.RoundTripper

	mu    sync.Mutex
	ahead time.Duration // of this machine
	known bool
}

// RoundTrip implements [http.RoundTripper].
func (c *clockReader) RoundTrip(r *http.Request) (*http.Response, error) {
	next := c.next
	if next == nil {
		next = http.DefaultTransport
	}
	began := time.Now()
	response, err := next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if date, parseErr := http.ParseTime(response.Header.Get("Date")); parseErr == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		// The answer was made in between, and its date has no fraction of a second.
		middle := began.Add(time.Since(began) / 2)
		c.ahead, c.known = middle.Sub(date.Add(time.Second/2)), true
	}
	return response, err
}

// dateError is how far the measured difference of clocks may be off.
const dateError = 2 * time.Second

// checkClock says how far the clock of this machine is off.
func (d *diagnosis) checkClock(clock *clockReader) {
	clock.mu.Lock()
	defer clock.mu.Unlock()
	if !clock.known {
		return
	}
	ahead := clock.ahead
	if d.options.Now != nil {
		ahead += time.Until(d.options.Now())
	}
	off, direction := ahead.Abs(), "ahead of"
	if ahead < 0 {
		direction = "behind"
	}
	skew := d.about.Authenticate.ClockSkew
	if skew <= 0 {
		skew = token.DefaultClockSkew
	}
	const fix = "Synchronise it, by NTP for instance."
	switch {
	case off <= dateError:
		d.fine("clock", "It agrees with Clerk's.")
	case off <= skew:
		d.add(VerdictWarning, "clock", "It is about "+off.Round(time.Second).String()+" "+direction+" Clerk's, which is just within ClockSkew.", fix)
	default:
		d.add(VerdictProblem, "clock", "It is about "+off.Round(time.Second).String()+" "+direction+" Clerk's: tokens count as expired, or as issued in the future.", fix)
	}
}

// checkInstance compares the keys of the Frontend API, which the publishable key names,
// with those of the Backend API.
func (d *diagnosis) checkInstance(ctx context.Context) {
	if d.keys == nil || d.client.instance.Raw == "" {
		return
	}
	theirs, err := d.frontendKeys(ctx)
	switch {
	case err != nil:
		d.add(VerdictWarning, "instance", "The Frontend API gave no keys: "+err.Error()+".", "Is its domain set up? See the domains page of the Clerk dashboard.")
	case !shared(d.ids, theirs):
		d.add(VerdictProblem, "instance", "PublishableKey (CLERK_PUBLISHABLE_KEY) and SecretKey (CLERK_SECRET_KEY) are of two instances: no key of the one is known to the other.",
			"Copy both from the same API keys page of the Clerk dashboard.")
	default:
		d.fine("instance", "Both keys are of the instance at %s.", d.client.instance.FrontendAPI)
	}
}

// frontendKeys returns the IDs of the keys that the Frontend API publishes.
func (d *diagnosis) frontendKeys(ctx context.Context) ([]string, error) {
	base := first(strings.TrimRight(d.options.FAPIURL, "/"), "https://"+d.client.instance.FrontendAPI)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/.well-known/jwks.json", nil)
	if err != nil {
		return nil, errors.New("its URL is malformed")
	}
	response, err := d.httpClient().Do(request)
	if err != nil {
		return nil, errors.New("it cannot be reached")
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New("it answers " + response.Status)
	}
	var set backend.JWKS
	if err := rest.DecodeFrom(io.LimitReader(response.Body, rest.MaxErrorBody), &set); err != nil {
		return nil, errors.New("its answer is no JSON Web Key Set")
	}
	ids := make([]string, 0, len(set.Keys))
	for _, key := range set.Keys {
		ids = append(ids, key.Kid)
	}
	return ids, nil
}

// shared reports whether two lists have a key ID in common.
func shared(ours, theirs []string) bool {
	for _, id := range ours {
		for _, other := range theirs {
			if id != "" && id == other {
				return true
			}
		}
	}
	return false
}

// checkJWTKey looks for the JWT key among the keys of the instance.
func (d *diagnosis) checkJWTKey(ctx context.Context) {
	local, ok := d.client.keys.(*token.Key)
	if !ok || d.keys == nil {
		return
	}
	for _, id := range d.ids {
		key, err := d.keys.Key(ctx, id)
		if err == nil && key.Public() != nil && key.Public().Equal(local.Public()) {
			d.fine("JWT key", "It is a key of the instance. It stays the one even if the instance gets new keys.")
			return
		}
	}
	d.add(VerdictProblem, "JWT key", "JWTKey (CLERK_JWT_KEY) is no key of the instance of SecretKey (CLERK_SECRET_KEY): it was replaced, or is of another instance.",
		"Copy it from the API keys page of the Clerk dashboard, or leave it out.")
}
