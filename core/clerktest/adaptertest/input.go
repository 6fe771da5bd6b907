package adaptertest

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json/jsontext"
)

// input is the input of a case.
type input struct {
	App               string  `json:"app"`
	ClientOptions     options `json:"client_options"`
	MiddlewareOptions options `json:"middleware_options"`
	Request           request `json:"request"`

	now time.Time
}

// options are those of the reference's client and middleware.
type options struct {
	APIURL            string    `json:"apiUrl"`
	APIVersion        string    `json:"apiVersion"`
	Audience          oneOrMany `json:"audience"`
	AuthorizedParties []string  `json:"authorizedParties"`
	ClockSkewMS       *float64  `json:"clockSkewInMs"`
	Domain            string    `json:"domain"`
	FrontendAPIProxy  struct {
		Enabled bool   `json:"enabled"`
		Path    string `json:"path"`
	} `json:"frontendApiProxy"`
	HeaderType       oneOrMany `json:"headerType"`
	IsSatellite      bool      `json:"isSatellite"`
	Issuer           oneOrMany `json:"issuer"`
	JWTKey           string    `json:"jwtKey"`
	MachineSecretKey string    `json:"machineSecretKey"`
	OrganizationSync struct {
		OrganizationPatterns    []string `json:"organizationPatterns"`
		PersonalAccountPatterns []string `json:"personalAccountPatterns"`
	} `json:"organizationSyncOptions"`
	ProxyURL          string `json:"proxyUrl"`
	PublishableKey    string `json:"publishableKey"`
	SatelliteAutoSync bool   `json:"satelliteAutoSync"`
	SecretKey         string `json:"secretKey"`
	SignInURL         string `json:"signInUrl"`
	SignUpURL         string `json:"signUpUrl"`
}

// oneOrMany is an option that is a string or a list of strings.
type oneOrMany []string

// UnmarshalJSON decodes either form.
func (o *oneOrMany) UnmarshalJSON(data []byte) error {
	if jsontext.Value(data).Kind() == '"' {
		*o = oneOrMany{""}
		return vectors.Decode(data, &(*o)[0])
	}
	return vectors.Decode(data, (*[]string)(o))
}

// decode reads the input of a case and the world outside of it.
func decode(c vectors.Case) (input, *vectors.Stubs, error) {
	var in input
	stubs, stubsErr := c.Stubs()
	now, nowErr := c.Now()
	in.now = now
	return in, stubs, errors.Join(vectors.Decode(c.Input, &in), stubsErr, nowErr)
}

// client builds the client that is handed to the middleware.
func (in input) client(stubs *vectors.Stubs) (*core.Client, error) {
	o := in.ClientOptions
	return core.NewClient(core.Options{
		APIURL: o.APIURL, APIVersion: o.APIVersion, Audience: o.Audience, Domain: o.Domain,
		HTTPClient: &http.Client{Transport: stubs}, IsSatellite: o.IsSatellite, JWTKey: o.JWTKey,
		Logger: slog.New(slog.DiscardHandler), MachineSecretKey: o.MachineSecretKey,
		Now: func() time.Time { return in.now }, ProxyURL: o.ProxyURL, PublishableKey: o.PublishableKey,
		SatelliteAutoSync: o.SatelliteAutoSync, SecretKey: o.SecretKey, SignInURL: o.SignInURL, SignUpURL: o.SignUpURL,
	})
}

// app returns the application of the case.
func (in input) app(client *core.Client) (App, error) {
	o := in.MiddlewareOptions
	app := App{
		Client: client,
		Authenticate: core.AuthenticateOptions{
			Audience: o.Audience, AuthorizedParties: o.AuthorizedParties, ClockSkew: clockSkew(o.ClockSkewMS),
			Domain: o.Domain, HeaderTypes: o.HeaderType, IsSatellite: o.IsSatellite, Issuers: o.Issuer, JWTKey: o.JWTKey,
			MachineSecretKey: o.MachineSecretKey, ProxyURL: o.ProxyURL, PublishableKey: o.PublishableKey,
			OrganizationSync: core.OrganizationSyncOptions{
				OrganizationPatterns:    o.OrganizationSync.OrganizationPatterns,
				PersonalAccountPatterns: o.OrganizationSync.PersonalAccountPatterns,
			},
			SatelliteAutoSync: o.SatelliteAutoSync, SecretKey: o.SecretKey, SignInURL: o.SignInURL, SignUpURL: o.SignUpURL,
		},
		Middlewares: 1,
		Routes:      slices.Clone(routes),
	}
	switch in.App {
	case "default":
	case "callback":
		app.PerRequest = true
	case "double":
		app.Middlewares = 2
	case "foreign-auth":
		app.ForeignAuth = true
	case "no-middleware":
		app.Middlewares = 0
	case "require-auth-only":
		// The reference's requireAuth authenticates on its own; here that is
		// the work of Middleware alone.
		app.RequireAuth = true
	default:
		return App{}, fmt.Errorf("no application %q", in.App)
	}
	if proxy := o.FrontendAPIProxy; proxy.Enabled {
		app.FrontendProxy = &core.FrontendProxyOptions{Path: proxy.Path}
	}
	return app, nil
}

// clockSkew returns the option of the reference as ours.
func clockSkew(ms *float64) time.Duration {
	switch {
	case ms == nil:
		return 0
	case *ms == 0:
		return token.NoClockSkew
	}
	return time.Duration(*ms * float64(time.Millisecond))
}

// isProxied reports whether the request is for the proxy of the Frontend API.
func (in input) isProxied() bool {
	proxy := in.MiddlewareOptions.FrontendAPIProxy
	prefix := strings.TrimRight(proxy.Path, "/")
	if prefix == "" {
		prefix = "/__clerk"
	}
	path, _, _ := strings.Cut(in.Request.Target, "?")
	return proxy.Enabled && (path == prefix || strings.HasPrefix(path, prefix+"/"))
}
