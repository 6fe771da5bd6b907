package attack

import (
	"net/url"
	"strings"
)

// elsewhere are addresses that somebody might take for one of the application.
func elsewhere() rule {
	return oneOf(
		"https://evil.example/", "http://evil.example/", "HTTPS://EVIL.EXAMPLE/", "//evil.example/", "///evil.example/", "////evil.example/", `\\evil.example\`,
		`/\evil.example/`, `\/evil.example/`, `/\/evil.example/`, "/\t/evil.example/",
		"https:evil.example", "https:/evil.example", "https:///evil.example", `https:\\evil.example`, "http:/\\evil.example", " https://evil.example/",
		"\thttps://evil.example/", "https://evil.example\n/", "ht\ntps://evil.example/",
		"http://app.example.com@evil.example/", "http://app.example.com:80@evil.example/", "http://app.example.com%40evil.example/",
		"http://app.example.com.evil.example/", "http://evil.example/http://app.example.com/",
		"http://evil.example?http://app.example.com/", "http://evil.example#http://app.example.com/", "http://evil.example\\@app.example.com/",
		"http://app.example.com\\.evil.example/", "http://app.example.com&.evil.example/",
		"http://app.example.com%2eevil.example/", "http://app.example.com%00.evil.example/", "http://evil.example%00.app.example.com/",
		"http://evil.example%23.app.example.com/", "http://evil.example\u3002/", "https://\uff45vil.example/",
		"//evil.example/%2e%2e", "/%09/evil.example", "/%5cevil.example", "/%2f/evil.example", "%2F%2Fevil.example", "%252F%252Fevil.example", "%5C%5Cevil.example",
		"..//evil.example", ".//evil.example", ";//evil.example", "?//evil.example",
		"javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "javascript://app.example.com/%0aalert(1)",
		"data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
		"blob:http://app.example.com/x", "view-source:http://app.example.com/", "about:blank", "mailto:x@evil.example", "ftp://evil.example/", "ws://evil.example/",
		"http://[::1]/", "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:7f00:1]/",
		"https://evil.example/\r\nSet-Cookie: evil=1", "/\r\nLocation: https://evil.example/", "\r\n\r\n<script>", "/%0d%0aX-Evil:%201", "/\u560d\u560aX-Evil: 1",
		"\x00https://evil.example/", "https://evil.example/"+strings.Repeat("x", 4000),
	)
}

// paramsOfURLs are parameters that carry addresses, here or elsewhere.
var paramsOfURLs = []string{
	"redirect_url", "__clerk_redirect_url", "after_sign_in_url", "sign_in_force_redirect_url", "sign_in_fallback_redirect_url", "return_to", "next", "__clerk_synced",
	"__clerk_hs_reason", "organization_id", "__clerk_db_jwt", "__clerk_help", "format",
}

// redirectFamilies attack where browsers are sent. Their controls are sent where they
// should be.
func redirectFamilies() []family {
	visitors := []struct{ name, cookies string }{{"signed in, says the companion", "__client_uat=1; __clerk_db_jwt=dvb_1"}, {"a stranger", "__clerk_db_jwt=dvb_1"}}
	load := func(target, cookies string) string { return page(target, "Cookie: "+cookies) }
	var all []family
	for _, s := range []*site{onProduction, onDevelopment, onSatellite, onDevelopmentSatellite} {
		f := family{name: "open redirects", site: s}
		f.controls = append(f.controls, control{"a page", load("/page?a=b", visitors[0].cookies), redirects})
		if s == onProduction || s == onDevelopment {
			f.controls = append(f.controls, control{"a stranger", load("/page?a=b", visitors[1].cookies), signsIn})
		}
		for n, name := range paramsOfURLs {
			for m, address := range elsewhere() {
				if s == onDevelopment && name == "__clerk_redirect_url" && leadsAway(address.text) {
					// A development instance sends browsers to its satellites, wherever these
					// are: it has no list of them. In production nobody is sent anywhere.
					continue
				}
				if s != onProduction && n > 1 && m%4 != n%4 {
					continue // a fourth of what is the same code
				}
				v := visitors[(n+m)%2]
				f.attacks = append(f.attacks, word{join(name+"="+address.name, v.name), load("/page?"+name+"="+url.QueryEscape(address.text), v.cookies)})
			}
		}
		if s == onSatellite || s == onDevelopmentSatellite {
			f.attacks = append(f.attacks, elsewhere().each(func(address string) string {
				return load("/page?__clerk_synced=false&redirect_url="+url.QueryEscape(address)+"&__clerk_redirect_url="+url.QueryEscape(address), visitors[0].cookies)
			}).called("in need of sync")...)
		}
		all = append(all, f)
	}
	return all
}

// leadsAway reports whether an address is an http URL by the rules of browsers, which
// drop blanks in front, and tabs and line breaks everywhere.
func leadsAway(address string) bool {
	address = strings.ToLower(strings.TrimLeft(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(address), " \x00"))
	return strings.HasPrefix(address, "http:") || strings.HasPrefix(address, "https:")
}
