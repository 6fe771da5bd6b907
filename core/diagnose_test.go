package core_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// otherDate is a transport whose answers bear another time.
type otherDate time.Duration

func (o otherDate) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		response.Header.Set("Date", time.Now().Add(time.Duration(o)).UTC().Format(http.TimeFormat))
	}
	return response, err
}

// TestDiagnose has a row for each misconfiguration. All else is fine in each.
func TestDiagnose(t *testing.T) {
	t.Parallel()
	front := func(header ...string) func(*core.DiagnoseOptions) {
		return func(o *core.DiagnoseOptions) {
			r := httptest.NewRequest("GET", "http://app.example.com/", nil)
			for k := 0; k < len(header); k += 2 {
				if header[k] == "Host" {
					r.Host = header[k+1]
				} else {
					r.Header.Set(header[k], header[k+1])
				}
			}
			o.Request = core.FromHTTP(r)
		}
	}
	for name, test := range map[string]struct {
		options func(t *testing.T, o *core.Options, inst *clerktest.Instance)
		about   func(*core.DiagnoseOptions)
		want    string // the beginning of one finding
		says    string // a part of it
	}{
		"nothing": {want: "fine: backend API", says: "accepts"},
		"no secret key": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) { o.SecretKey = "" },
			want: "problem: options", says: "CLERK_SECRET_KEY"},
		"a key of production": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) {
			o.SecretKey = "sk_live_marked"
			o.APIURL = "https://clerk.invalid"
			o.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return answerJSON(401, `{}`), nil })}
		}, want: "problem: keys", says: "development instance"},
		"a secret key that was replaced": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) { o.SecretKey = "sk_test_marked" },
			want: "problem: backend API", says: "refuses the secret key"},
		"Clerk out of reach": {options: func(_ *testing.T, _ *core.Options, inst *clerktest.Instance) {
			inst.Disrupt("/bapi/", clerktest.Disruption{Reset: true})
		}, want: "problem: backend API", says: "cannot be reached"},
		"Clerk in trouble": {options: func(_ *testing.T, _ *core.Options, inst *clerktest.Instance) {
			inst.Disrupt("/bapi/", clerktest.Disruption{Status: 503})
		}, want: "problem: backend API", says: "503"},
		"the publishable key of another instance": {options: func(t *testing.T, o *core.Options, _ *clerktest.Instance) {
			other := clerktest.Start(t).Options()
			o.PublishableKey, o.FAPIURL = other.PublishableKey, other.FAPIURL
		}, want: "problem: instance", says: "two instances"},
		"a Frontend API without a domain": {options: func(_ *testing.T, _ *core.Options, inst *clerktest.Instance) {
			inst.Disrupt("/.well-known/", clerktest.Disruption{Reset: true})
		}, want: "warning: instance", says: "cannot be reached"},
		"the JWT key of another instance": {options: func(t *testing.T, o *core.Options, _ *clerktest.Instance) { o.JWTKey = newMint().jwtKey(t) },
			want: "problem: JWT key", says: "no key of the instance"},
		"a clock that is behind": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) {
			o.HTTPClient = &http.Client{Transport: otherDate(time.Minute)}
		}, want: "problem: clock", says: "1m0s behind"},
		"a clock that is a little ahead": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) {
			o.HTTPClient = &http.Client{Transport: otherDate(-4 * time.Second)}
		}, want: "warning: clock", says: "ahead of"},
		"a clock of its own": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) {
			o.Now = func() time.Time { return time.Now().Add(time.Hour) }
		}, want: "problem: clock", says: "1h0m0s ahead of"},
		"no parties":                {about: func(o *core.DiagnoseOptions) { o.Authenticate.AuthorizedParties = nil }, want: "warning: authorized parties", says: "not set"},
		"a party with a slash":      {about: func(o *core.DiagnoseOptions) { o.Authenticate.AuthorizedParties = []string{"https://a.example/"} }, want: "problem: authorized parties", says: "slash"},
		"a party without a scheme":  {about: func(o *core.DiagnoseOptions) { o.Authenticate.AuthorizedParties = []string{"a.example"} }, want: "problem: authorized parties", says: "scheme"},
		"a party with a path":       {about: func(o *core.DiagnoseOptions) { o.Authenticate.AuthorizedParties = []string{"https://a.example/x"} }, want: "problem: authorized parties", says: "more than"},
		"a party with a usual port": {about: func(o *core.DiagnoseOptions) { o.Authenticate.AuthorizedParties = []string{"https://a.example:443"} }, want: "problem: authorized parties", says: "port"},
		"a satellite without a domain": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) {
			o.IsSatellite, o.ProxyURL = true, ""
		}, want: "problem: satellite", says: "CLERK_DOMAIN"},
		"a domain without a satellite": {options: func(_ *testing.T, o *core.Options, _ *clerktest.Instance) { o.Domain = "a.example" }, want: "warning: satellite", says: "CLERK_IS_SATELLITE"},
		"Fiber as it comes":            {about: func(o *core.DiagnoseOptions) { o.HeaderLimit = 4096 }, want: "problem: header limit", says: "ReadBufferSize"},
		"a header that is too large": {about: func(o *core.DiagnoseOptions) {
			front("Cookie", "a="+strings.Repeat("x", 20<<10))(o)
			o.HeaderLimit = 16 << 10
		}, want: "problem: header limit", says: "431"},
		"TLS ends in front": {about: front("Origin", "https://app.example.com"), want: "problem: proxy headers", says: "X-Forwarded-Proto"},
		"an inner host":     {about: front("Host", "10.0.0.7:8080", "X-Forwarded-For", "1.2.3.4", "X-Forwarded-Proto", "https"), want: "problem: proxy headers", says: "X-Forwarded-Host"},
		"a quiet proxy":     {about: front("Via", "1.1 front"), want: "warning: proxy headers", says: "X-Forwarded-Proto"},
		"a good proxy": {about: front("X-Forwarded-For", "1.2.3.4", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "shop.example.com"),
			want: "fine: proxy headers", says: "https://shop.example.com"},
		"a request without a token": {about: front(), want: "warning: request", says: "dev-browser-missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inst := clerktest.Start(t)
			options := inst.Options()
			options.Logger = quiet
			if test.options != nil {
				test.options(t, &options, inst)
			}
			about := core.DiagnoseOptions{Authenticate: core.AuthenticateOptions{AuthorizedParties: []string{"https://app.example.com"}}}
			if test.about != nil {
				test.about(&about)
			}
			var found string
			for _, finding := range core.Diagnose(t.Context(), options, about) {
				line := finding.String()
				if strings.HasPrefix(line, test.want+": ") {
					found = line
				} else if finding.Verdict == core.VerdictProblem && !expected[name][finding.Subject] {
					t.Errorf("besides: %s", line)
				}
				if strings.Contains(line, "marked") || strings.Contains(line, inst.SecretKey()) {
					t.Errorf("a secret is printed: %s", line)
				}
				if finding.Verdict != core.VerdictFine && finding.Fix == "" && finding.Subject != "options" && finding.Subject != "satellite" {
					t.Errorf("no fix: %s", line)
				}
			}
			if !strings.Contains(found, test.says) || found == "" {
				t.Errorf("got %q, want %q with %q", found, test.want, test.says)
			}
		})
	}
}

// expected are findings that go with those a row is about.
var expected = map[string]map[string]bool{
	"a satellite without a domain": {"options": true},
	"a key of production":          {"backend API": true},
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A token tells where it is from, and whether it is any good.
func TestDiagnoseTheRequestOfAUser(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	jwt := inst.Token(inst.CreateUser(clerktest.UserParams{}), clerktest.TokenOptions{AuthorizedParty: "https://app.example.com"})
	r := httptest.NewRequest("GET", "https://app.example.com/", nil)
	r.Header.Set("Authorization", "Bearer "+jwt)
	options := inst.Options()
	options.Logger = slog.New(slog.DiscardHandler)
	for party, want := range map[string][2]string{
		"https://app.example.com": {"fine: request", "fine: authorized parties"},
		"https://www.example.com": {"warning: request", "problem: authorized parties"},
	} {
		about := core.DiagnoseOptions{Authenticate: core.AuthenticateOptions{AuthorizedParties: []string{party}}, Request: core.FromHTTP(r)}
		var lines []string
		for _, finding := range core.Diagnose(t.Context(), options, about) {
			lines = append(lines, finding.String())
		}
		text := strings.Join(lines, "\n")
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s: want %q in\n%s", party, part, text)
			}
		}
		if strings.Contains(text, jwt) {
			t.Error("the token is printed")
		}
	}
}

// An ended context ends the questions, not the findings that need none.
func TestDiagnoseHeedsItsContext(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	inst.Disrupt("/", clerktest.Disruption{Until: make(chan struct{})})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	findings := core.Diagnose(ctx, inst.Options(), core.DiagnoseOptions{HeaderLimit: 4096})
	if last := findings[len(findings)-1]; last.Subject != "header limit" {
		t.Errorf("the last finding is %v", last)
	}
}

// Whatever the request is, there are findings.
func TestDiagnoseAnEmptyRequest(t *testing.T) {
	t.Parallel()
	if len(core.Diagnose(t.Context(), core.Options{}, core.DiagnoseOptions{Request: core.FromHTTP(&http.Request{})})) == 0 {
		t.Error("no findings")
	}
}

// The keys that were loaded once are enough to judge the JWT key.
func TestDiagnoseTheJWTKeyAsksOnce(t *testing.T) {
	t.Parallel()
	m := newMint()
	options := core.Options{HTTPClient: &http.Client{Transport: m}, JWTKey: m.jwtKey(t), Logger: quiet, SecretKey: "sk_live_secretvalue"}
	var text strings.Builder
	for _, finding := range core.Diagnose(t.Context(), options, core.DiagnoseOptions{}) {
		text.WriteString(finding.String() + "\n")
	}
	if !strings.Contains(text.String(), "fine: JWT key") || m.loads.Load() != 1 {
		t.Errorf("%d loads, %s", m.loads.Load(), text.String())
	}
}
