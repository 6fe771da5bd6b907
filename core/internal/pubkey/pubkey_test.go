package pubkey

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func TestParse(t *testing.T) {
	t.Parallel()
	const valid = "Y2xlcmsub3JjaGFyZC50ZXN0JA"
	for _, test := range []struct {
		name, raw   string
		frontendAPI string
		production  bool
		kind        Kind
	}{
		{name: "production", raw: "pk_live_" + valid, frontendAPI: "clerk.orchard.test", production: true},
		{name: "development", raw: "pk_test_" + valid, frontendAPI: "clerk.orchard.test"},
		{name: "padded", raw: "pk_live_" + encode("a.b$") + "", frontendAPI: "a.b", production: true},
		{name: "two paddings", raw: "pk_live_" + encode("ab.cde$"), frontendAPI: "ab.cde", production: true},
		{name: "whitespace inside", raw: "pk_live_Y2xlcm\t\n\f\r sub3JjaGFyZC50ZXN0JA\n", frontendAPI: "clerk.orchard.test", production: true},
		{name: "Latin-1", raw: "pk_live_" + encode("m\xfc.de$"), frontendAPI: "mü.de", production: true},
		{name: "scheme", raw: "pk_live_" + encode("https://a.b$"), frontendAPI: "https://a.b", production: true},

		{name: "empty", raw: "", kind: Missing},
		{name: "prefix only", raw: "pk_live_", kind: BadContent},
		{name: "upper case", raw: "PK_LIVE_" + valid, kind: BadPrefix},
		{name: "leading blank", raw: " pk_live_" + valid, kind: BadPrefix},
		{name: "secret key", raw: "sk_live_verysecret", kind: WrongKey},
		{name: "secret key after a blank", raw: " sk_live_verysecret", kind: WrongKey},
		{name: "machine key", raw: "ak_verysecret", kind: WrongKey},
		{name: "webhook secret", raw: "whsec_verysecret", kind: WrongKey},
		{name: "legacy", raw: "live_" + valid, kind: WrongKey},
		{name: "fourth part", raw: "pk_live_" + valid + "_x", kind: TooMany},
		{name: "alphabet", raw: "pk_live_@@@", kind: BadEncoding},
		{name: "URL-safe alphabet", raw: "pk_live_Y2xlcmsuPz5-LnRlc3Qk", kind: BadEncoding},
		{name: "length", raw: "pk_live_Y2xlcmsuYWJjLnRlc3QkA", kind: BadEncoding},
		{name: "one padding too few", raw: "pk_live_" + strings.TrimSuffix(encode("ab.cde$"), "="), kind: BadEncoding},
		{name: "one padding too many", raw: "pk_live_" + encode("ab.cde$") + "=", kind: BadEncoding},
		{name: "no dollar", raw: "pk_live_" + encode("a.b"), kind: BadContent},
		{name: "two dollars", raw: "pk_live_" + encode("a.b$$"), kind: BadContent},
		{name: "dollar inside", raw: "pk_live_" + encode("a$.b$"), kind: BadContent},
		{name: "no dot", raw: "pk_live_" + encode("localhost$"), kind: BadContent},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			key, err := Parse(test.raw)
			if test.kind == "" {
				want := Key{Raw: test.raw, Production: test.production, FrontendAPI: test.frontendAPI}
				if err != nil || key != want {
					t.Fatalf("got %+v, %v; want %+v", key, err, want)
				}
				return
			}
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Kind != test.kind {
				t.Fatalf("got %v, want kind %s", err, test.kind)
			}
			for _, hint := range []string{"CLERK_PUBLISHABLE_KEY", "API keys page"} {
				if !strings.Contains(err.Error(), hint) {
					t.Errorf("%q does not mention %s", err, hint)
				}
			}
			if strings.Contains(err.Error(), "verysecret") {
				t.Errorf("%q prints what it was given", err)
			}
		})
	}
}

func TestOverride(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		production       bool
		proxyURL, domain string
		isSatellite      bool
		want             string
	}{
		{true, "", "", false, "clerk.a.test"},
		{true, "", "berry.test", false, "clerk.a.test"},
		{true, "", "berry.test", true, "clerk.berry.test"},
		{true, "", "", true, "clerk.a.test"},
		{false, "", "berry.test", true, "clerk.a.test"},
		{true, "/rel", "berry.test", true, "/rel"},
		{false, "https://p.test/x", "", false, "https://p.test/x"},
	} {
		key := Key{Production: test.production, FrontendAPI: "clerk.a.test"}
		if got := key.Override(test.proxyURL, test.domain, test.isSatellite).FrontendAPI; got != test.want {
			t.Errorf("%+v: got %s", test, got)
		}
	}
}

func TestBuild(t *testing.T) {
	t.Parallel()
	for host, production := range map[string]bool{
		"a-b-123.clerk.accounts.dev":            true,
		"brave-otter-42.clerk.accounts.dev":     false,
		"clerk.foo.bar-13.lcl.dev":              false,
		"clerk.foo.prod.lclclerk.com":           true,
		"clerk.foo.test":                        true,
		"foo-bar-7.clerk.accounts.lclclerk.com": false,
		"mü.de":                                 true,
		"UP-PER-1.clerk.accounts.dev":           false,
	} {
		raw, err := Build(host)
		if err != nil {
			t.Fatal(err)
		}
		if key, err := Parse(raw); err != nil || key.FrontendAPI != host || key.Production != production {
			t.Errorf("%s: got %+v, %v", host, key, err)
		}
	}
	if got, err := Build("漢.test"); err == nil {
		t.Errorf("a host that one byte per character cannot hold gave %s", got)
	}
}

func TestFromRequestHost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ host, fallback, want string }{
		{"localhost", "pk_test_x", "pk_test_x"},
		{"localhost", "test_x", "test_x"},
		{"Shop.test:8080", "pk_live_x", "pk_live_Y2xlcmsuc2hvcC50ZXN0JA"},
		{"shop.test", "", "pk_live_Y2xlcmsuc2hvcC50ZXN0JA"},
		{"", "pk_live_x", ""},
		{":80", "pk_live_x", ""},
	} {
		got, err := FromRequestHost(test.host, test.fallback)
		if got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%+v: got %q, %v", test, got, err)
		}
	}
}

func TestCookieSuffix(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"":                               "",
		"pk_live_Y2xlcmsuY2xlcmsuZGV2JA": "1Z8AzTQD",
		"pk_live_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA":                   "MqCvchyS",
		"pk_test_ZW5vdWdoLWFscGFjYS04Mi5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k": "jtYvyt_H",
		"pk_test_eHh4eHh4LXhhYWFhYS1hYS5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k": "tZJdb-5s",
	} {
		if got := CookieSuffix(key); got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
	if got := SuffixedName("__session", "jtYvyt_H"); got != "__session_jtYvyt_H" {
		t.Errorf("got %s", got)
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ frontendAPI, api, proxy, accounts string }{
		{"", "https://api.clerk.com", "https://frontend-api.clerk.dev", ""},
		{"clerk.example.com", "https://api.clerk.com", "https://frontend-api.clerk.dev", "https://accounts.example.com"},
		{"foo.bar-13.clerk.accounts.dev", "https://api.clerk.com", "https://frontend-api.clerk.dev", "https://foo.bar-13.accounts.dev"},
		{"clerk.foo.bar-13.lcl.dev", "https://api.clerk.com", "https://frontend-api.clerk.dev", "https://accounts.foo.bar-13.lcl.dev"},
		{"foo.lclstage.dev", "https://api.lclclerk.com", "https://frontend-api.lclclerk.com", "https://foo.lclstage.dev"},
		{"foo.clerk.accounts.lclclerk.com", "https://api.lclclerk.com", "https://frontend-api.lclclerk.com", "https://foo.accounts.lclclerk.com"},
		{"x.clerk.accountsstage.dev", "https://api.clerkstage.dev", "https://frontend-api.clerkstage.dev", "https://x.accountsstage.dev"},
	} {
		if got := APIURL(test.frontendAPI); got != test.api {
			t.Errorf("APIURL(%s) = %s", test.frontendAPI, got)
		}
		if got := ProxyTarget(test.frontendAPI); got != test.proxy {
			t.Errorf("ProxyTarget(%s) = %s", test.frontendAPI, got)
		}
		if got := AccountsURL(test.frontendAPI); got != test.accounts {
			t.Errorf("AccountsURL(%s) = %s", test.frontendAPI, got)
		}
	}
}

func TestIsDevelopmentPortal(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"":                                false,
		"accounts.evil.test":              false,
		"accounts.foo.bar-13.lcl.dev":     true,
		"foo.accounts.dev":                true,
		"foo.accounts.dev.evil.test":      false,
		"foo.accounts.lclclerk.com":       true,
		"foo.accountsstage.dev":           true,
		"foo.bar-13.lcl.dev":              false,
		"foo.clerk.accounts.dev":          false,
		"foo.clerk.accountsstage.dev":     false,
		"foo.clerk.accounts.lclclerk.com": false,
	} {
		if got := IsDevelopmentPortal(host); got != want {
			t.Errorf("%s: got %t", host, got)
		}
	}
}

func TestSecretKeys(t *testing.T) {
	t.Parallel()
	for key, want := range map[string][2]bool{ // development, production
		"":          {false, false},
		"live_x":    {false, true},
		"SK_TEST_x": {false, false},
		"sk_":       {false, false},
		"sk_live_x": {false, true},
		"sk_test_x": {true, false},
		"test_x":    {true, false},
	} {
		if got := [2]bool{IsDevelopmentSecret(key), IsProductionSecret(key)}; got != want {
			t.Errorf("%q: got %t", key, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, raw string) {
		key, err := Parse(raw)
		if err != nil {
			return
		}
		if key.Raw != raw || !strings.Contains(key.FrontendAPI, ".") || strings.Contains(key.FrontendAPI, "$") {
			t.Fatalf("%q gave %+v", raw, key)
		}
		rebuilt, err := Build(key.FrontendAPI)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Parse(rebuilt); err != nil || again.FrontendAPI != key.FrontendAPI {
			t.Fatalf("%q was rebuilt as %q, which gives %+v, %v", raw, rebuilt, again, err)
		}
	})
}
