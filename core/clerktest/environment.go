package clerktest

import (
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
)

// Env returns the variables, as "NAME=value" and sorted, that point a program
// at this instance: every variable that Clerk's server SDKs read and that names
// a key or a place. CLERK_JWT_KEY is empty, so that a key of another instance
// is not inherited. The values hold secrets of this instance.
func (i *Instance) Env() []string {
	return []string{
		"CLERK_API_URL=" + i.APIURL(),
		"CLERK_FAPI_URL=" + i.URL(),
		"CLERK_JWT_KEY=",
		"CLERK_PROXY_URL=" + i.URL(),
		"CLERK_PUBLISHABLE_KEY=" + i.publishableKey,
		"CLERK_SECRET_KEY=" + i.secretKey,
		"CLERK_SIGN_IN_URL=" + i.URL() + "/sign-in",
		"CLERK_SIGN_UP_URL=" + i.URL() + "/sign-up",
		"CLERK_TELEMETRY_DISABLED=1",
		"CLERK_WEBHOOK_SIGNING_SECRET=" + i.signingSecret,
	}
}

// Options returns the options of a client that talks to this instance and
// shares its clock.
func (i *Instance) Options() core.Options {
	options := core.Options{
		APIURL:         i.APIURL(),
		FAPIURL:        i.URL(),
		ProxyURL:       i.URL(),
		PublishableKey: i.publishableKey,
		SecretKey:      i.secretKey,
		SignInURL:      i.URL() + "/sign-in",
		SignUpURL:      i.URL() + "/sign-up",
	}
	if i.customClock {
		options.Now = i.now
	}
	return options
}

// WebhookSigningSecret returns the secret that signs webhooks.
func (i *Instance) WebhookSigningSecret() string { return i.signingSecret }

// SignIn puts a new session token of a user into a request's Authorization
// header.
func (i *Instance) SignIn(r *http.Request, user *backend.User) {
	i.helper()
	r.Header.Set("Authorization", "Bearer "+i.Token(user, TokenOptions{}))
}
