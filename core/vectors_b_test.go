package core_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func TestVectorsAuthenticateRequest(t *testing.T) {
	t.Parallel()
	vectors.Replay(t, "b-authenticate-request", "", runAuthenticate, vectors.Rules{
		"Number()":                     redirectCountIsDecimal,
		"claim-parse-throws":           malformedStateIsSignedOut,
		"content-type-equality":        charsetIsJSON,
		"duplicate-member":             stateRefuses,
		"host-takeover":                redirectKeepsHost,
		"js-exception":                 exceptionIsNoSignIn,
		"loop-guard-equality":          redirectCountIsDecimal,
		"oversized-token":              stateRefuses,
		"pem-by-string-surgery":        stateIsDecided,
		"text-decoding":                stateRefuses,
		"unvalidated-option":           optionIsRefused,
		"unvalidated-forwarded-header": redirectKeepsHost,
		"untyped-claim":                wrongTypeInState,
	})
}

func TestVectorsAuthenticateRequestMutated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vectors.Mutate(t, "b-authenticate-request", runAuthenticate, notOurs)
	})
}

// notOurs leaves out what the reference repeats of options that this module does
// not have, and the URL of requests that here never happen, because the client
// cannot be built.
func notOurs(c vectors.Case, m vectors.Mutation) bool {
	return m.Path == ".afterSignInUrl" || m.Path == ".afterSignUpUrl" ||
		m.Path == ".clerk_url" && strings.HasPrefix(c.Outcome, "throws|")
}

// authenticateInput is the input of a case of suite b.
type authenticateInput struct {
	NowMS          float64             `json:"now_ms"`
	Request        vectorRequest       `json:"request"`
	ClientOptions  authenticateOptions `json:"client_options"`
	RequestOptions authenticateOptions `json:"request_options"`
}

// authenticateOptions are those of the reference's client and request.
type authenticateOptions struct {
	AcceptsToken      jsontext.Value `json:"acceptsToken"`
	APIURL            string         `json:"apiUrl"`
	APIVersion        string         `json:"apiVersion"`
	Audience          oneOrMany      `json:"audience"`
	AuthorizedParties []string       `json:"authorizedParties"`
	ClockSkewMS       *float64       `json:"clockSkewInMs"`
	Domain            string         `json:"domain"`
	HeaderType        oneOrMany      `json:"headerType"`
	IsSatellite       bool           `json:"isSatellite"`
	Issuer            oneOrMany      `json:"issuer"`
	JWTKey            string         `json:"jwtKey"`
	MachineSecretKey  string         `json:"machineSecretKey"`
	OrganizationSync  struct {
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

// client builds the client of a case.
func (in authenticateInput) client(stubs *vectors.Stubs) (*core.Client, error) {
	o, first := in.ClientOptions, in.RequestOptions
	secretKey := o.SecretKey
	if secretKey == "" {
		// A secret key may come with the request only.
		secretKey = first.SecretKey
	}
	return core.NewClient(core.Options{
		APIURL: o.APIURL, APIVersion: o.APIVersion, Audience: o.Audience, Domain: o.Domain,
		HTTPClient: &http.Client{Transport: stubs}, IsSatellite: o.IsSatellite, JWTKey: o.JWTKey, Logger: quiet,
		MachineSecretKey: o.MachineSecretKey, Now: func() time.Time { return vectors.Time(in.NowMS) },
		ProxyURL: o.ProxyURL, PublishableKey: o.PublishableKey, SecretKey: secretKey,
	})
}

// options returns the options of the request.
func (in authenticateInput) options() (core.AuthenticateOptions, error) {
	o := in.RequestOptions
	options := core.AuthenticateOptions{
		Audience: o.Audience, AuthorizedParties: o.AuthorizedParties, ClockSkew: clockSkew(o.ClockSkewMS),
		Domain: o.Domain, HeaderTypes: o.HeaderType, IsSatellite: o.IsSatellite, Issuers: o.Issuer, JWTKey: o.JWTKey,
		MachineSecretKey: o.MachineSecretKey, ProxyURL: o.ProxyURL, PublishableKey: o.PublishableKey,
		OrganizationSync: core.OrganizationSyncOptions{
			OrganizationPatterns:    o.OrganizationSync.OrganizationPatterns,
			PersonalAccountPatterns: o.OrganizationSync.PersonalAccountPatterns,
		},
		SatelliteAutoSync: o.SatelliteAutoSync, SecretKey: o.SecretKey, SignInURL: o.SignInURL, SignUpURL: o.SignUpURL,
	}
	switch o.AcceptsToken.Kind() {
	case '"':
		options.AcceptsToken = []core.TokenType{""}
		return options, vectors.Decode(o.AcceptsToken, &options.AcceptsToken[0])
	case '[':
		options.AsSeveralKinds()
		options.AcceptsToken = []core.TokenType{}
		return options, vectors.Decode(o.AcceptsToken, &options.AcceptsToken)
	}
	return options, nil
}

// vectorRequest is the request of a case, as [core.Request].
type vectorRequest struct {
	RequestMethod string          `json:"method"`
	URL           string          `json:"url"`
	Lines         vectors.Headers `json:"headers"`
	Target        string          `json:"target"`
}

func (r vectorRequest) Method() string { return r.RequestMethod }

func (r vectorRequest) Scheme() string {
	scheme, _, _ := strings.Cut(r.URL, "://")
	return scheme
}

func (r vectorRequest) Host() string {
	if host, ok := r.Header("Host"); ok {
		return host
	}
	return r.OwnHost()
}

// OwnHost is the host of the URL that the reference was given. Behind a server
// there is none.
func (r vectorRequest) OwnHost() string {
	u, err := url.Parse(r.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

func (r vectorRequest) RequestURI() string { return r.Target }

func (r vectorRequest) Header(name string) (string, bool) {
	var values []string
	for _, line := range r.Lines {
		if strings.EqualFold(line[0], name) {
			values = append(values, strings.Trim(vectors.Bytes(line[1]), " \t"))
		}
	}
	if strings.EqualFold(name, "Cookie") {
		return strings.Join(values, "; "), len(values) > 0
	}
	return strings.Join(values, ", "), len(values) > 0
}

func (r vectorRequest) Headers() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, line := range r.Lines {
			if !yield(line[0], strings.Trim(vectors.Bytes(line[1]), " \t")) {
				return
			}
		}
	}
}

// authenticated is what a case gives.
type authenticated struct {
	state    core.RequestState
	clerkURL string
	outgoing []vectors.Outgoing
}

// authenticate runs a case.
func authenticate(c vectors.Case) (*authenticated, error) {
	var in authenticateInput
	stubs, err := c.Stubs()
	if err := errors.Join(err, vectors.Decode(c.Input, &in)); err != nil {
		return nil, err
	}
	client, err := in.client(stubs)
	if err != nil {
		return &authenticated{}, err
	}
	options, err := in.options()
	if err != nil {
		return nil, err
	}
	authenticator, err := client.NewAuthenticator(options)
	if err != nil {
		return &authenticated{}, err
	}
	state, err := authenticator.Authenticate(context.Background(), in.Request)
	return &authenticated{state, authenticator.ClerkURL(in.Request), stubs.Outgoing()}, err
}

// stateJSON is a state as the reference shows it.
type stateJSON struct {
	Status          core.Status     `json:"status"`
	Reason          *core.Reason    `json:"reason"`
	HasMessage      bool            `json:"has_message"`
	TokenType       *core.TokenType `json:"tokenType"`
	IsAuthenticated bool            `json:"isAuthenticated"`
	IsSignedIn      bool            `json:"isSignedIn"`
	Token           *string         `json:"token"`
	ProxyURL        string          `json:"proxyUrl"`
	PublishableKey  string          `json:"publishableKey"`
	Domain          string          `json:"domain"`
	IsSatellite     bool            `json:"isSatellite"`
	SignInURL       string          `json:"signInUrl"`
	SignUpURL       string          `json:"signUpUrl"`
	Headers         [][2]*string    `json:"headers"`
	ClerkURL        string          `json:"clerk_url"`
	Auth            jsontext.Value  `json:"to_auth"`
	AuthPending     jsontext.Value  `json:"to_auth_pending_allowed,omitzero"`
}

// json returns the outcome in the form of the expectation.
func (a *authenticated) json() (stateJSON, error) {
	s := &a.state
	out := stateJSON{
		Status: s.Status(), HasMessage: s.Message() != "",
		IsAuthenticated: s.IsAuthenticated(), IsSignedIn: s.IsAuthenticated(),
		ProxyURL: s.ProxyURL(), Headers: [][2]*string{}, ClerkURL: a.clerkURL, Auth: jsontext.Value("null"),
	}
	out.PublishableKey, out.Domain, out.SignInURL, out.SignUpURL, out.IsSatellite = s.Echo()
	if reason := s.Reason(); reason != "" {
		out.Reason = &reason
	}
	if kind := s.TokenType(); kind != "" {
		out.TokenType = &kind
	}
	if s.IsAuthenticated() {
		token := s.Token()
		out.Token = &token
	}
	for name, value := range s.Headers() {
		name, value := strings.ToLower(name), vectors.Text(value)
		line := [2]*string{&name, &value}
		if name == "x-clerk-auth-message" {
			line[1] = nil
		}
		out.Headers = append(out.Headers, line)
	}
	slices.SortStableFunc(out.Headers, func(x, y [2]*string) int { return strings.Compare(*x[0], *y[0]) })
	if s.Status() == core.StatusHandshake {
		return out, nil
	}
	seen, err := json.Marshal(s.Auth().View(core.Accept(core.AnyToken)))
	allowed, allowedErr := json.Marshal(s.Auth().View(core.Accept(core.AnyToken), core.AllowPending()))
	out.Auth = seen
	if string(seen) != string(allowed) {
		out.AuthPending = allowed
	}
	return out, errors.Join(err, allowedErr)
}

func runAuthenticate(c vectors.Case) error {
	var expect map[string]jsontext.Value
	if err := vectors.Decode(c.Expect, &expect); err != nil {
		return err
	}
	got, err := authenticate(c)
	if got == nil {
		return err
	}
	if expect["outgoing"] == nil {
		return errors.New("the expectation is incomplete")
	}
	if difference := vectors.CompareOutgoing(expect["outgoing"], got.outgoing); difference != nil {
		return difference
	}
	if throws := expect["throws"]; throws != nil {
		if err == nil {
			return fmt.Errorf("want an error, got %s %s", got.state.Status(), got.state.Reason())
		}
		return compareClerkURL(expect["clerk_url"], got.clerkURL)
	}
	if err != nil {
		return err
	}
	state, err := got.json()
	if err != nil {
		return err
	}
	for _, name := range [...]string{"outgoing", "afterSignInUrl", "afterSignUpUrl"} {
		delete(expect, name)
	}
	want, err := json.Marshal(expect, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	return vectors.Compare(want, state)
}

// compareClerkURL compares the URL of a request that failed; one that failed
// when the client was built has none.
func compareClerkURL(want jsontext.Value, got string) error {
	if got == "" {
		var text string
		if err := vectors.Decode(want, &text); err != nil || !strings.Contains(text, "://") {
			return errors.New("the expectation is incomplete")
		}
		return nil
	}
	return vectors.Compare(want, got)
}

// stateRefuses is the rule that the credential is refused.
func stateRefuses(c vectors.Case) error {
	got, err := authenticate(c)
	if err == nil && got.state.IsAuthenticated() {
		return errors.New("the request is signed in")
	}
	return nil
}

// stateIsDecided is the rule that a JWT key either verifies or is an error when
// the client is built.
func stateIsDecided(c vectors.Case) error {
	got, err := authenticate(c)
	if err == nil && !got.state.IsAuthenticated() && got.state.Reason() != core.ReasonTokenTypeMismatch {
		return fmt.Errorf("want a sign-in or an error, got %s", got.state.Reason())
	}
	return nil
}

// optionIsRefused is the rule that an unknown kind of token is an error when the
// authenticator is built.
func optionIsRefused(c vectors.Case) error {
	if got, err := authenticate(c); err == nil {
		return fmt.Errorf("want an error, got %s", got.state.Status())
	}
	return nil
}

// malformedStateIsSignedOut is the rule that claims whose features or plans
// cannot be read sign nobody in.
func malformedStateIsSignedOut(c vectors.Case) error {
	got, err := authenticate(c)
	if err != nil {
		return err
	}
	if got.state.IsAuthenticated() || got.state.Reason() != core.ReasonUnexpectedError {
		return fmt.Errorf("got %s %s", got.state.Status(), got.state.Reason())
	}
	return nil
}

// exceptionIsNoSignIn is the rule that where JavaScript throws, nobody is signed
// in; and that a URL to return to that is none is ignored.
func exceptionIsNoSignIn(c vectors.Case) error {
	const param = "__clerk_redirect_url="
	if !strings.Contains(string(c.Input), param) {
		return stateRefuses(c)
	}
	without := c
	without.Input = jsontext.Value(strings.ReplaceAll(string(c.Input), param, "ignored="))
	got, err := authenticate(c)
	want, wantErr := authenticate(without)
	if err := errors.Join(err, wantErr); err != nil {
		return err
	}
	if got.state.Status() != want.state.Status() || got.state.Reason() != want.state.Reason() {
		return fmt.Errorf("want %s %s, got %s %s", want.state.Status(), want.state.Reason(), got.state.Status(), got.state.Reason())
	}
	return nil
}

// charsetIsJSON is the rule that an answer of JSON with a charset is read.
func charsetIsJSON(c vectors.Case) error {
	got, err := authenticate(c)
	if err != nil {
		return err
	}
	if got.state.IsAuthenticated() && got.state.Auth().Subject == "" && got.state.Auth().UserID == "" {
		return errors.New("signed in as nobody")
	}
	return nil
}

// wrongTypeInState is the rule that the state is the reference's but for the
// claim of another type, which counts as absent.
func wrongTypeInState(c vectors.Case) error {
	var expect struct {
		Status core.Status  `json:"status"`
		Reason *core.Reason `json:"reason"`
	}
	got, err := authenticate(c)
	if err := errors.Join(err, vectors.Decode(c.Expect, &expect)); err != nil {
		return err
	}
	if got.state.Status() != expect.Status {
		return fmt.Errorf("want %s, got %s %s", expect.Status, got.state.Status(), got.state.Reason())
	}
	return nil
}

// redirectKeepsHost is the rule that the visitor's URL stays on the host of the
// request, whatever target and forwarded headers say.
func redirectKeepsHost(c vectors.Case) error {
	var in authenticateInput
	got, err := authenticate(c)
	if err := errors.Join(err, vectors.Decode(c.Input, &in)); err != nil {
		return err
	}
	u, err := url.Parse(got.clerkURL)
	if err != nil {
		return err
	}
	forwarded, _ := in.Request.Header("X-Forwarded-Host")
	if u.Host != in.Request.Host() && (forwarded == "" || !strings.Contains(forwarded, u.Host)) {
		return fmt.Errorf("%s is not on the host of the request", got.clerkURL)
	}
	return nil
}

// redirectCountIsDecimal is the rule that a redirect count is a decimal number,
// anything else is none, and that from three on nobody is sent on.
func redirectCountIsDecimal(c vectors.Case) error {
	got, err := authenticate(c)
	if err != nil {
		return err
	}
	var in authenticateInput
	if err := vectors.Decode(c.Input, &in); err != nil {
		return err
	}
	cookies, _ := in.Request.Header("Cookie")
	_, count, _ := strings.Cut(cookies, "__clerk_redirect_count=")
	count, _, _ = strings.Cut(count, ";")
	next := "1"
	if len(count) == 1 && count >= "0" && count <= "2" {
		next = string(count[0] + 1)
	}
	decimal := strings.Trim(count, "0123456789") == "" && count != ""
	looped := decimal && (len(count) > 1 || count >= "3")
	for name, value := range got.state.Headers() {
		if name == "Set-Cookie" && strings.HasPrefix(value, "__clerk_redirect_count="+next+";") && !looped {
			return nil
		}
	}
	if looped && got.state.Status() != core.StatusHandshake {
		return nil
	}
	return fmt.Errorf("count %q: got %s", count, got.state.Status())
}
