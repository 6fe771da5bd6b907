package pubkey

import (
	"errors"
	"regexp"
	"strings"
)

var (
	// generatedHost is the form of the names that development instances get.
	generatedHost = regexp.MustCompile(`(?i)^([a-z]+-){2}[0-9]{1,2}\.clerk\.accounts[a-z.]*(dev|com)$`)
	port          = regexp.MustCompile(`:[0-9]*$`)
)

// Build returns the publishable key of the Frontend API on host: a development
// key for the hosts that Clerk gives to development instances, else a
// production key. It fails only for a host that is not Latin-1.
func Build(host string) (string, error) {
	encoded, err := encodeBase64(host + "$")
	if err != nil {
		return "", err
	}
	if isDevelopmentHost(host) {
		return developmentPrefix + encoded, nil
	}
	return productionPrefix + encoded, nil
}

func isDevelopmentHost(host string) bool {
	return generatedHost.MatchString(host) || isLegacyDevelopment(host) && !strings.HasSuffix(host, ".prod.lclclerk.com")
}

// FromRequestHost returns the publishable key for an application that serves
// several domains of one production instance: that of clerk.HOST, where host is
// the request's. A development fallback key is returned as it is. It fails if
// host has no name.
func FromRequestHost(host, fallback string) (string, error) {
	if strings.HasPrefix(fallback, developmentPrefix) || strings.HasPrefix(fallback, "test_") {
		return fallback, nil
	}
	name := port.ReplaceAllString(strings.ToLower(host), "")
	if name == "" {
		return "", errors.New("publishable key: cannot be derived from a request without a host")
	}
	return Build("clerk." + name)
}
