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
// above zero.
//
// See https://clerk.com/docs/guides/development/clerk-environment-variables.
func OptionsFromEnv() Options {
	var options Options
	for _, variable := range variables {
		if value := strings.TrimSpace(os.Getenv(variable.name)); value != "" {
			variable.set(&options, value)
		}
	}
	return options
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
