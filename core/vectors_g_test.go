package core_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/cookie"
	"github.com/clerkgo/clerk-go/core/internal/machinetoken"
	"github.com/clerkgo/clerk-go/core/internal/pathpattern"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/clerkgo/clerk-go/core/internal/weburl"
	"github.com/go-json-experiment/json/jsontext"
)

func TestVectorsKeys(t *testing.T) {
	t.Parallel()
	vectors.Replay(t, "g-keys", "", runKeys, vectors.Rules{
		"empty-pattern-list":           noPatternMatchesNothing,
		"host-takeover":                targetStaysPath,
		"unvalidated-forwarded-header": forwardedHeadersAreIgnored,
	})
}

func TestVectorsKeysMutated(t *testing.T) {
	t.Parallel()
	vectors.Mutate(t, "g-keys", runKeys, nil)
}

// keysInput is the input of a case of suite g.
type keysInput struct {
	Function  string           `json:"fn"`
	Arguments []jsontext.Value `json:"args"`
	Request   struct {
		URL     string          `json:"url"`
		Headers vectors.Headers `json:"headers"`
	} `json:"request"`
}

// text returns the i-th argument if it is a string, else "".
func (in keysInput) text(i int) string {
	var text string
	if i < len(in.Arguments) && in.Arguments[i].Kind() == '"' {
		_ = vectors.Decode(in.Arguments[i], &text)
	}
	return text
}

// list returns the i-th argument, a string or a list of strings, as a list.
func (in keysInput) list(i int) ([]string, error) {
	if in.Arguments[i].Kind() == '"' {
		return []string{in.text(i)}, nil
	}
	var list []string
	return list, vectors.Decode(in.Arguments[i], &list)
}

// keysFunctions compute what the reference's functions return.
var keysFunctions = map[string]func(keysInput) (any, error){
	"buildAccountsBaseUrl": func(in keysInput) (any, error) { return pubkey.AccountsURL(in.text(0)), nil },
	"buildPublishableKey":  func(in keysInput) (any, error) { return pubkey.Build(in.text(0)) },
	"createClerkRequest":   createRequest,
	"getCookieSuffix":      func(in keysInput) (any, error) { return pubkey.CookieSuffix(in.text(0)), nil },
	"getSuffixedCookieName": func(in keysInput) (any, error) {
		return pubkey.SuffixedName(in.text(0), in.text(1)), nil
	},
	"isDevelopmentFromSecretKey": func(in keysInput) (any, error) { return pubkey.IsDevelopmentSecret(in.text(0)), nil },
	"isMachineToken":             func(in keysInput) (any, error) { return machinetoken.Classify(in.text(0)) != "", nil },
	"isMachineTokenByPrefix":     func(in keysInput) (any, error) { return machinetoken.HasPrefix(in.text(0)), nil },
	"isProductionFromSecretKey":  func(in keysInput) (any, error) { return pubkey.IsProductionSecret(in.text(0)), nil },
	"isPublishableKey": func(in keysInput) (any, error) {
		_, err := pubkey.Parse(in.text(0))
		return err == nil, nil
	},
	"isTokenTypeAccepted": func(in keysInput) (any, error) {
		accepted, err := in.list(1)
		return machinetoken.IsAccepted(in.text(0), accepted...), err
	},
	"matchPath":              matchPath,
	"parsePublishableKey":    parsePublishableKey,
	"publishableKeyFromHost": func(in keysInput) (any, error) { return pubkey.FromRequestHost(in.text(0), in.text(1)) },
}

func runKeys(c vectors.Case) error {
	got, err := callKeys(c)
	var expect struct {
		Value  jsontext.Value `json:"value"`
		Throws jsontext.Value `json:"throws"`
	}
	if err := vectors.Decode(c.Expect, &expect); err != nil {
		return err
	}
	switch {
	case expect.Throws != nil && err == nil:
		return fmt.Errorf("want an error, got %v", got)
	case expect.Throws != nil:
		return nil
	case expect.Value == nil:
		return errors.New("the case expects neither a value nor an error")
	case err != nil:
		return err
	}
	return vectors.Compare(expect.Value, got)
}

func callKeys(c vectors.Case) (any, error) {
	var input keysInput
	if err := vectors.Decode(c.Input, &input); err != nil {
		return nil, err
	}
	call, ok := keysFunctions[input.Function]
	if !ok {
		return nil, fmt.Errorf("no function for %s", input.Function)
	}
	return call(input)
}

func parsePublishableKey(in keysInput) (any, error) {
	var options struct {
		Domain      string `json:"domain"`
		Fatal       bool   `json:"fatal"`
		IsSatellite bool   `json:"isSatellite"`
		ProxyURL    string `json:"proxyUrl"`
	}
	if len(in.Arguments) > 1 {
		if err := vectors.Decode(in.Arguments[1], &options); err != nil {
			return nil, err
		}
	}
	key, err := pubkey.Parse(in.text(0))
	if err != nil {
		if options.Fatal {
			return nil, err
		}
		return nil, nil
	}
	key = key.Override(options.ProxyURL, options.Domain, options.IsSatellite)
	return map[string]string{"instanceType": key.InstanceType(), "frontendApi": key.FrontendAPI}, nil
}

func matchPath(in keysInput) (any, error) {
	patterns, err := in.list(0)
	if err != nil {
		return nil, err
	}
	set, err := pathpattern.Compile(patterns...)
	if err != nil {
		return nil, err
	}
	path := in.text(1)
	found, ok := set.Match(path)
	if !ok {
		return false, nil
	}
	params := map[string]any{}
	for _, param := range found {
		params[param.Name] = param.Values[0]
		if param.Repeated {
			params[param.Name] = param.Values
		}
	}
	return map[string]any{"path": path, "params": params}, nil
}

func createRequest(in keysInput) (any, error) {
	u, err := requestURL(in, true)
	if err != nil {
		return nil, err
	}
	cookies := [][2]string{}
	for name, value := range cookie.All(in.Request.Headers.HTTP().Get("Cookie")) {
		cookies = append(cookies, [2]string{name, value})
	}
	return map[string]any{"clerk_url": u.String(), "cookies": cookies}, nil
}

// requestURL derives the URL of a request as a server sees it: a scheme, a
// host and a target. A server of Go always has a host, so a request without a
// Host header has that of its URL, and an X-Forwarded-Proto that came without
// any host, which the reference ignores, is left out.
func requestURL(in keysInput, trustForwarded bool) (weburl.URL, error) {
	own, err := weburl.Parse(in.Request.URL)
	if err != nil {
		return own, err
	}
	header := in.Request.Headers.HTTP()
	host, forwardedHost, proto := header["Host"], header["X-Forwarded-Host"], header["X-Forwarded-Proto"]
	var forwarded weburl.Forwarded
	if len(forwardedHost) > 0 {
		forwarded.Host, forwarded.HasHost = forwardedHost[0], true
	}
	if len(proto) > 0 && (len(host) > 0 || len(forwardedHost) > 0) {
		forwarded.Proto, forwarded.HasProto = proto[0], true
	}
	if !trustForwarded {
		forwarded = weburl.Forwarded{}
	}
	target := own.Path + own.Search
	if len(host) > 0 {
		if u, err := weburl.FromRequest(own.Scheme, host[0], target, forwarded); err == nil {
			return u, nil
		}
	}
	if u, err := weburl.FromRequest(own.Scheme, own.Host(), target, forwarded); err == nil {
		return u, nil
	}
	return weburl.FromRequest(own.Scheme, own.Host(), target, weburl.Forwarded{})
}

// noPatternMatchesNothing is the rule of empty-pattern-list.
func noPatternMatchesNothing(c vectors.Case) error {
	got, err := callKeys(c)
	if err != nil || got != false {
		return fmt.Errorf("an empty list matches: %v, %w", got, err)
	}
	return nil
}

// targetStaysPath is the rule of host-takeover: the target says nothing about
// the origin, which is that of the same request for "/".
func targetStaysPath(c vectors.Case) error {
	var input keysInput
	if err := vectors.Decode(c.Input, &input); err != nil {
		return err
	}
	u, err := requestURL(input, true)
	if err != nil {
		return err
	}
	own, err := weburl.Parse(input.Request.URL)
	if err != nil {
		return err
	}
	input.Request.URL = own.Origin() + "/"
	root, err := requestURL(input, true)
	if err != nil {
		return err
	}
	if !u.SameOrigin(root) || u.Path != own.Path || u.Search != own.Search {
		return fmt.Errorf("%s does not keep the target %s%s on %s", u, own.Path, own.Search, root.Origin())
	}
	return nil
}

// forwardedHeadersAreIgnored is the rule of unvalidated-forwarded-header: the
// URL is the one of the request without them.
func forwardedHeadersAreIgnored(c vectors.Case) error {
	var input keysInput
	if err := vectors.Decode(c.Input, &input); err != nil {
		return err
	}
	got, err := requestURL(input, true)
	if err != nil {
		return err
	}
	want, err := requestURL(input, false)
	if err != nil || got != want {
		return fmt.Errorf("got %s, want %s, %w", got, want, err)
	}
	return nil
}
