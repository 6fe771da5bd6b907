package core

import "strings"

// proxyURL returns where browsers of this application reach the Frontend API if
// not on its own domain, "" if they do. A path is one of this application.
func (v *visit) proxyURL() string {
	proxy := v.client.options.ProxyURL
	if strings.HasPrefix(proxy, "/") {
		return v.clerkURL().Origin() + proxy
	}
	return proxy
}

// frontendAPI returns the Frontend API as browsers of this application reach it:
// a host, or a URL where it is proxied.
func (v *visit) frontendAPI() string {
	options := v.client.options
	return v.instance.Override(v.proxyURL(), options.Domain, options.IsSatellite).FrontendAPI
}
