// Package pubkey reads and builds publishable keys, and derives from them what
// an instance is called: its Frontend API, its cookies and its account portal.
//
// A publishable key is pk_test_ or pk_live_ followed by base64 of the Frontend
// API's host and a "$". It is no secret.
package pubkey

import (
	"fmt"
	"strings"
)

const (
	developmentPrefix = "pk_test_"
	productionPrefix  = "pk_live_"
)

// Key is a parsed publishable key. It is immutable and safe for concurrent use.
// The zero value is no key.
type Key struct {
	Raw         string // as it was given
	Production  bool   // pk_live_; false is a development instance
	FrontendAPI string // host of the Frontend API, see [Key.Override]
}

// Kind says what is wrong with a publishable key.
type Kind string

// The kinds of [Error].
const (
	Missing     Kind = "missing"           // the text is empty
	BadContent  Kind = "bad-content"       // it decodes to something other than HOST$
	BadEncoding Kind = "bad-encoding"      // what follows the prefix is not base64
	BadPrefix   Kind = "bad-prefix"        // it does not begin with pk_test_ or pk_live_
	WrongKey    Kind = "another-kind"      // it is another kind of key, perhaps a secret one
	TooMany     Kind = "extra-underscores" // it has an underscore behind the prefix
)

// Error reports a text that is no publishable key. Its message says how to fix
// it and never contains the text, which may be a secret key given by mistake.
type Error struct {
	Kind   Kind
	detail string
}

// Error returns what is wrong and where the right key is found.
func (e *Error) Error() string {
	return "publishable key (CLERK_PUBLISHABLE_KEY): " + e.detail +
		"; copy it from the API keys page of the Clerk Dashboard, https://dashboard.clerk.com/last-active?path=api-keys"
}

// otherKeys are prefixes of keys that end up in the wrong variable.
var otherKeys = []struct{ prefix, name string }{
	{"ak_", "a machine secret key or API key (ak_…)"},
	{"live_", "a legacy key (live_…)"},
	{"sk_", "a secret key (sk_…), which must stay on the server"},
	{"test_", "a legacy key (test_…)"},
	{"whsec_", "a webhook signing secret (whsec_…)"},
}

// Parse reads a publishable key. The error is an [*Error].
func Parse(raw string) (Key, error) {
	encoded, production, err := cutPrefix(raw)
	if err != nil {
		return Key{}, err
	}
	if strings.Contains(encoded, "_") {
		return Key{}, &Error{TooMany, "there is an underscore behind the prefix, so this is not a whole key or more than one"}
	}
	decoded, ok := decodeBase64(encoded)
	if !ok {
		return Key{}, &Error{BadEncoding, "what follows the prefix is not base64; perhaps the key was cut off"}
	}
	host, ok := strings.CutSuffix(decoded, "$")
	if !ok || strings.Contains(host, "$") || !strings.Contains(host, ".") {
		return Key{}, &Error{BadContent, "it does not contain the host of a Frontend API; perhaps the key was cut off"}
	}
	return Key{Raw: raw, Production: production, FrontendAPI: host}, nil
}

func cutPrefix(raw string) (encoded string, production bool, err error) {
	if raw == "" {
		return "", false, &Error{Missing, "it is missing"}
	}
	if encoded, ok := strings.CutPrefix(raw, productionPrefix); ok {
		return encoded, true, nil
	}
	if encoded, ok := strings.CutPrefix(raw, developmentPrefix); ok {
		return encoded, false, nil
	}
	for _, other := range otherKeys {
		if strings.HasPrefix(strings.TrimSpace(raw), other.prefix) {
			return "", false, &Error{WrongKey, "this is " + other.name}
		}
	}
	return "", false, &Error{BadPrefix, fmt.Sprintf("it must begin with %s or %s", developmentPrefix, productionPrefix)}
}

// Override returns the key with the Frontend API that browsers of this
// application use: proxyURL as it is given, or clerk.DOMAIN on a satellite of a
// production instance. Arguments that are empty or false change nothing.
func (k Key) Override(proxyURL, domain string, isSatellite bool) Key {
	switch {
	case proxyURL != "":
		k.FrontendAPI = proxyURL
	case k.Production && domain != "" && isSatellite:
		k.FrontendAPI = "clerk." + domain
	}
	return k
}

// InstanceType returns production or development, as the JavaScript packages
// name it.
func (k Key) InstanceType() string {
	if k.Production {
		return "production"
	}
	return "development"
}
