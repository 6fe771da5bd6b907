package core

import (
	"os"
	"strconv"
	"strings"
)

// variables holds, by name, what each environment variable sets. All adapters
// read the same ones.
var variables = []struct {
	name string
	set  func(*Options, string)
}{
	{"CLERK_API_URL", func(o *Options, v string) { o.APIURL = v }},
	{"CLERK_API_VERSION", func(o *Options, v string) { o.APIVersion = v }},
	{"CLERK_DOMAIN", func(o *Options, v string) { o.Domain = v }},
	{"CLERK_FAPI_URL", func(o *Options, v string) { o.FAPIURL = v }},
	{"CLERK_IS_SATELLITE", func(o *Options, v string) { o.IsSatellite = truthy(v) }},
	{"CLERK_JWT_KEY", func(o *Options, v string) { o.JWTKey = v }},
	{"CLERK_MACHINE_SECRET_KEY", func(o *Options, v string) { o.MachineSecretKey = v }},
	{"CLERK_PROXY_URL", func(o *Options, v string) { o.ProxyURL = v }},
	{"CLERK_PUBLISHABLE_KEY", func(o *Options, v string) { o.PublishableKey = v }},
	{"CLERK_SECRET_KEY", func(o *Options, v string) { o.SecretKey = v }},
	{"CLERK_SIGN_IN_URL", func(o *Options, v string) { o.SignInURL = v }},
	{"CLERK_SIGN_UP_URL", func(o *Options, v string) { o.SignUpURL = v }},
}

// OptionsFromEnv returns the options that the environment sets: a variable
// CLERK_… for each field of [Options] that names one. White space around a
// value is dropped. CLERK_IS_SATELLITE is on for "true" and for whole numbers
// above zero. On a production domain of Vercel, ProxyURL is "/__clerk" unless
// CLERK_PROXY_URL or CLERK_DOMAIN is set, or CLERK_DISABLE_AUTO_PROXY is on.
//
// See https://clerk.com/docs/guides/development/clerk-environment-variables.
func OptionsFromEnv() Options {
	var options Options
	for _, variable := range variables {
		if value := strings.TrimSpace(os.Getenv(variable.name)); value != "" {
			variable.set(&options, value)
		}
	}
	if options.ProxyURL == "" && proxiedByHost(options) {
		options.ProxyURL = hostProxyPath
	}
	return options
}

// hostProxyPath is where the Frontend API is proxied on hosts that do it by
// themselves.
const hostProxyPath = "/__clerk"

// proxiedByHost reports whether the program runs, in production, under a domain
// of Vercel: such a domain cannot carry the one of a Frontend API.
// CLERK_DISABLE_AUTO_PROXY turns this off.
func proxiedByHost(options Options) bool {
	site := os.Getenv("VERCEL_PROJECT_PRODUCTION_URL")
	if _, rest, ok := strings.Cut(site, "://"); ok {
		site = rest
	}
	site, _, _ = strings.Cut(site, "/")
	return options.Domain == "" && strings.HasPrefix(options.PublishableKey, "pk_live_") &&
		!truthy(os.Getenv("CLERK_DISABLE_AUTO_PROXY")) && os.Getenv("VERCEL_TARGET_ENV") == "production" &&
		strings.HasSuffix(site, ".vercel.app")
}

// truthy reads a switch as the JavaScript packages do.
func truthy(value string) bool {
	if strings.EqualFold(value, "true") {
		return true
	}
	digits := len(value) - len(strings.TrimLeft(value, "0123456789"))
	number, err := strconv.ParseFloat(value[:digits], 64)
	return err == nil && number > 0
}
