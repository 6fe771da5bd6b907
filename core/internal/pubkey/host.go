package pubkey

import (
	"regexp"
	"strings"
)

// environment is one of the worlds an instance can live in. Only the last,
// production, concerns users; the others are Clerk's own.
type environment struct {
	match    func(frontendAPI string) bool
	apiURL   string
	proxyURL string
}

var production = environment{nil, "https://api.clerk.com", "https://frontend-api.clerk.dev"}

// environments are tried in this order.
var environments = []environment{
	{isLegacyDevelopment, production.apiURL, production.proxyURL},
	{isLocal, "https://api.lclclerk.com", "https://frontend-api.lclclerk.com"},
	{isStaging, "https://api.clerkstage.dev", "https://frontend-api.clerkstage.dev"},
}

func environmentOf(frontendAPI string) environment {
	for _, candidate := range environments {
		if candidate.match(frontendAPI) {
			return candidate
		}
	}
	return production
}

// APIURL returns the base URL of the Backend API that serves the instance with
// a Frontend API host, without a trailing slash. An empty host is production.
func APIURL(frontendAPI string) string { return environmentOf(frontendAPI).apiURL }

// ProxyTarget returns the base URL to which a Frontend API proxy forwards for
// the instance with a Frontend API host, without a trailing slash.
func ProxyTarget(frontendAPI string) string { return environmentOf(frontendAPI).proxyURL }

var accountsLabel = regexp.MustCompile(`clerk\.accounts\.|clerk\.`)

// AccountsURL returns the base URL of the account portal of the instance with a
// Frontend API host, without a trailing slash. It is empty for an empty host.
func AccountsURL(frontendAPI string) string {
	if frontendAPI == "" {
		return ""
	}
	host := strings.Replace(frontendAPI, "clerk.accountsstage.", "accountsstage.", 1)
	if at := accountsLabel.FindStringIndex(host); at != nil {
		host = host[:at[0]] + "accounts." + host[at[1]:]
	}
	return "https://" + host
}

// IsDevelopmentPortal reports whether host, without a port, is the account
// portal of a development instance.
func IsDevelopmentPortal(host string) bool {
	if strings.HasPrefix(host, "accounts.") && hasAnySuffix(host, legacySuffixes) {
		return true
	}
	for _, suffix := range portalSuffixes {
		if strings.HasSuffix(host, suffix) {
			return !strings.HasSuffix(host, ".clerk"+suffix)
		}
	}
	return false
}

var (
	legacySuffixes = []string{".lcl.dev", ".lclclerk.com", ".lclstage.dev"}
	localSuffixes  = []string{".accounts.lclclerk.com", ".lcl.dev", ".lclclerk.com", "lclstage.dev"}
	portalSuffixes = []string{".accounts.dev", ".accounts.lclclerk.com", ".accountsstage.dev"}
)

func isLegacyDevelopment(host string) bool {
	return strings.HasPrefix(host, "clerk.") && hasAnySuffix(host, legacySuffixes)
}

func isLocal(host string) bool { return hasAnySuffix(host, localSuffixes) }

func isStaging(host string) bool { return strings.HasSuffix(host, ".accountsstage.dev") }

func hasAnySuffix(text string, suffixes []string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(text, suffix) {
			return true
		}
	}
	return false
}
