package core_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/token"
)

// TestRefusedCredentials has a row for each way in which middleware for Clerk has
// let somebody through, or failed, named after what it prevents.
func TestRefusedCredentials(t *testing.T) {
	t.Parallel()
	m := newMint()
	uat := "; __client_uat=1"
	for name, test := range map[string]struct {
		request *http.Request
		options core.AuthenticateOptions
		want    core.Reason
	}{
		"machine JWT as session":                  {bearer(m.token(object{"sub": "mch_1"}, nil)), core.AuthenticateOptions{}, core.ReasonTokenTypeMismatch},
		"machine JWT as session cookie":           {page("https://app.example.com/", "Cookie", "__session="+m.token(object{"sub": "mch_1"}, nil)+uat), core.AuthenticateOptions{}, core.ReasonTokenTypeMismatch},
		"OAuth JWT as session":                    {bearer(m.token(nil, object{"typ": "at+jwt"})), core.AuthenticateOptions{}, core.ReasonTokenTypeMismatch},
		"JWT of a template as session":            {bearer(m.token(nil, object{"cat": token.CategoryTemplate})), core.AuthenticateOptions{}, core.ReasonTokenTypeMismatch},
		"JWT of a template where any is accepted": {bearer(m.token(nil, object{"cat": token.CategoryTemplate})), core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}}, core.ReasonTokenTypeMismatch},
		"token that never expires":                {bearer(m.token(object{"exp": nil}, nil)), core.AuthenticateOptions{}, token.ReasonVerificationFailed},
		"token of nobody":                         {bearer(m.token(object{"sub": nil}, nil)), core.AuthenticateOptions{}, token.ReasonVerificationFailed},
		"token without azp past a list":           {bearer(m.token(object{"azp": nil}, nil)), core.AuthenticateOptions{AuthorizedParties: []string{"https://app.example.com"}}, token.ReasonInvalidAuthorizedParties},
		"token of another application":            {bearer(m.token(object{"azp": "https://evil.example"}, nil)), core.AuthenticateOptions{AuthorizedParties: []string{"https://app.example.com"}}, token.ReasonInvalidAuthorizedParties},
		"array audience that does not match":      {bearer(m.token(object{"aud": []string{"a", "b"}}, nil)), core.AuthenticateOptions{Audience: []string{"c"}}, token.ReasonVerificationFailed},
		"header of another type":                  {bearer(m.token(nil, object{"typ": "other"})), core.AuthenticateOptions{}, token.ReasonInvalid},
		"undecodable token":                       {bearer("a.b.c"), core.AuthenticateOptions{}, token.ReasonInvalid},
		"expired and forged: signature first":     {bearer(tamper(m.token(object{"exp": 1}, nil))), core.AuthenticateOptions{}, token.ReasonInvalidSignature},
		"no skew means none":                      {bearer(m.token(object{"exp": m.now.Unix()}, nil)), core.AuthenticateOptions{ClockSkew: token.NoClockSkew}, "session-token-expired-refresh-non-eligible-no-refresh-cookie"},
		"skew is not ignored":                     {bearer(m.token(object{"iat": m.now.Unix() + 30}, nil)), core.AuthenticateOptions{ClockSkew: 29 * time.Second}, core.ReasonSessionTokenIATInTheFuture},
		"issuer of another type does not panic":   {page("https://app.example.com/", "Cookie", "__session="+m.token(object{"iss": 5}, nil)+uat), core.AuthenticateOptions{}, core.ReasonSessionTokenAndUATMissing},
		"opaque machine token as session":         {bearer("ak_secret"), core.AuthenticateOptions{}, token.ReasonInvalid},
		"malformed features":                      {bearer(m.token(object{"v": 2, "fea": "x", "o": object{"id": "org_1"}}, nil)), core.AuthenticateOptions{}, core.ReasonUnexpectedError},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A request that is not a page load cannot be sent away.
			test.request.Header.Del("Sec-Fetch-Dest")
			test.request.Header.Set("Accept", "*/*")
			state := authenticateBy(t, m.client(t, nil), test.options, test.request)
			if state.IsAuthenticated() || state.Auth().IsAuthenticated() || state.Reason() != test.want {
				t.Errorf("got %s %s, want %s", state.Status(), state.Reason(), test.want)
			}
			if state.Auth().UserID != "" || state.Token() != "" {
				t.Error("a refused request has a user or a token")
			}
		})
	}
}

// tamper changes the first byte of the signature of a token.
func tamper(jwt string) string {
	dot := strings.LastIndexByte(jwt, '.') + 1
	changed := byte('A')
	if jwt[dot] == changed {
		changed = 'B'
	}
	return jwt[:dot] + string(changed) + jwt[dot+1:]
}

func TestSkewOfFiveSecondsByDefault(t *testing.T) {
	t.Parallel()
	m := newMint()
	state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer(m.token(object{"iat": m.now.Unix() + 3}, nil)))
	if !state.IsAuthenticated() {
		t.Errorf("a token issued 3 s ahead: %s", state.Reason())
	}
}

func TestPendingSessionIsSignedOutUnlessAllowed(t *testing.T) {
	t.Parallel()
	m := newMint()
	auth := func() *core.Auth {
		state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer(m.token(object{"sts": "pending"}, nil)))
		return state.Auth()
	}()
	if seen := auth.View(); seen.IsAuthenticated() || seen.UserID != "" || seen.Reason != core.ReasonSessionPending {
		t.Errorf("a pending session is seen as %v", seen)
	}
	if !auth.View(core.AllowPending()).IsAuthenticated() {
		t.Error("AllowPending does not allow a pending session")
	}
}

func TestMissingFactorAgesAreNotFresh(t *testing.T) {
	t.Parallel()
	m := newMint()
	for _, fva := range []any{nil, []any{nil, 0}, []int{1}, []string{"0", "0"}, []int{-1, -1}, []int{-2, 0}} {
		state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer(m.token(object{"fva": fva}, nil)))
		for _, preset := range []core.Reverification{core.Lax, core.Moderate, core.Strict, core.StrictMFA} {
			if state.Auth().Has(core.Reverified(preset)) {
				t.Errorf("fva %v counts as %v", fva, preset)
			}
		}
	}
}

func TestAllChecksMustHold(t *testing.T) {
	t.Parallel()
	m := newMint()
	state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer(m.token(object{
		"v": 2, "fea": "o:invoices", "o": object{"id": "org_1", "rol": "admin", "per": "read", "fpm": "1"},
	}, nil)))
	auth := state.Auth()
	if !auth.Has(core.Role("admin"), core.Permission("invoices:read")) {
		t.Error("two checks that hold do not hold together")
	}
	for name, checks := range map[string][]core.Check{
		"none":                {},
		"role but permission": {core.Role("admin"), core.Permission("invoices:write")},
		"permission but role": {core.Permission("invoices:read"), core.Role("member")},
		"role but feature":    {core.Role("admin"), core.Feature("reports")},
		"empty role":          {core.Role("")},
		"zero check":          {{}},
		"scope of a session":  {core.Scope("read")},
		"any of none":         {core.Any()},
	} {
		if auth.Has(checks...) {
			t.Errorf("%s: holds", name)
		}
	}
	if !auth.Has(core.Any(core.Role("member"), core.Role("admin"))) {
		t.Error("Any does not hold although one does")
	}
}

func TestInstancesNeverShareKeys(t *testing.T) {
	t.Parallel()
	ours, theirs := newMint(), newMint()
	theirs.key = sharedKeys()[1] // the same key ID
	a, b := ours.client(t, nil), theirs.client(t, nil)
	jwt := ours.token(nil, nil)
	if state := authenticateBy(t, a, core.AuthenticateOptions{}, bearer(jwt)); !state.IsAuthenticated() {
		t.Fatal(state.Reason())
	}
	if state := authenticateBy(t, b, core.AuthenticateOptions{}, bearer(jwt)); state.Reason() != token.ReasonInvalidSignature {
		t.Errorf("another instance's token: %s", state.Reason())
	}
	// Keys given with the request make another instance, with keys of its own.
	options := core.AuthenticateOptions{SecretKey: "sk_live_other"}
	if state := authenticateBy(t, b, options, bearer(jwt)); state.Reason() != token.ReasonInvalidSignature || theirs.loads.Load() != 2 {
		t.Errorf("%s after %d loads", state.Reason(), theirs.loads.Load())
	}
}

func TestHandshakeTokenOfATemplateSetsNoCookie(t *testing.T) {
	t.Parallel()
	m := newMint()
	for name, header := range map[string]object{
		"template": {"cat": token.CategoryTemplate},
		"machine":  {"cat": token.CategoryM2M},
		"other":    {"cat": "x"},
	} {
		handshake := m.token(object{"handshake": []string{"evil=1; Path=/"}}, header)
		state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, page("https://app.example.com/?__clerk_handshake="+handshake))
		for name, value := range state.Headers() {
			if strings.Contains(value, "evil") {
				t.Errorf("%s: %s", name, value)
			}
		}
		if state.IsAuthenticated() {
			t.Errorf("%s: signed in", name)
		}
	}
}

func TestHandshakeDirectivesCannotInjectHeaders(t *testing.T) {
	t.Parallel()
	m := newMint()
	handshake := m.token(object{"handshake": []string{"a=1\r\nX-Evil: 1", "b=2; Path=/"}}, nil)
	state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, page("https://app.example.com/?__clerk_handshake="+handshake))
	var cookies []string
	for name, value := range state.Headers() {
		if name == "Set-Cookie" {
			cookies = append(cookies, value)
		}
	}
	if len(cookies) != 1 || cookies[0] != "b=2; Path=/" {
		t.Errorf("%q", cookies)
	}
}

func TestEncodedDelimitersForgeNoCookie(t *testing.T) {
	t.Parallel()
	m := newMint()
	forged := "other=1%3B%20__session%3D" + m.token(nil, nil) + "%3B%20__client_uat%3D1"
	state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, page("https://app.example.com/", "Cookie", forged))
	if state.Reason() != core.ReasonSessionTokenAndUATMissing {
		t.Errorf("got %s %s", state.Status(), state.Reason())
	}
}

func TestOnlyPageLoadsAreSentAway(t *testing.T) {
	t.Parallel()
	m := newMint()
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"} {
		r := page("https://app.example.com/", "Cookie", "__client_uat=1")
		r.Method = method
		state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, r)
		if _, redirect := state.Redirect(); redirect || state.Reason() != core.ReasonClientUATButNoSessionToken {
			t.Errorf("%s: redirect %t, %s", method, redirect, state.Reason())
		}
	}
}

func TestCrossOriginVisitorIsSynced(t *testing.T) {
	t.Parallel()
	m := newMint()
	for referrer, want := range map[string]core.Status{
		"https://elsewhere.example/":      core.StatusHandshake,
		"https://accounts.example.com/x":  core.StatusSignedIn, // the account portal
		"https://clerk.example.com/":      core.StatusSignedIn, // the Frontend API
		"https://accounts.evil.example/":  core.StatusHandshake,
		"https://app.example.com/other":   core.StatusSignedIn,
		"http://app.example.com/insecure": core.StatusHandshake,
		"not a url":                       core.StatusSignedIn,
	} {
		r := page("https://app.example.com/", "Cookie", "__client_uat=1; __session="+m.token(nil, nil), "Referer", referrer)
		if state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, r); state.Status() != want {
			t.Errorf("from %s: %s %s", referrer, state.Status(), state.Reason())
		}
	}
}

func TestSatelliteLeavesStrangersBeByDefault(t *testing.T) {
	t.Parallel()
	m := newMint()
	for _, auto := range []bool{false, true} {
		client := m.client(t, func(o *core.Options) {
			o.Domain, o.IsSatellite, o.SatelliteAutoSync = "satellite.example", true, auto
		})
		state := authenticateBy(t, client, core.AuthenticateOptions{}, page("https://satellite.example/"))
		if _, redirect := state.Redirect(); redirect != auto {
			t.Errorf("auto %t: %s %s", auto, state.Status(), state.Reason())
		}
	}
}

func TestForwardedHostCannotChooseTheReturnURLOfTheWrongScheme(t *testing.T) {
	t.Parallel()
	m := newMint()
	for _, headers := range [][]string{
		{"X-Forwarded-Host", "evil.example/path"},
		{"X-Forwarded-Host", "a b"},
		{"X-Forwarded-Host", "user@evil.example"},
		{"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "javascript"},
	} {
		r := page("https://app.example.com/x", append(headers, "Cookie", "__client_uat=1")...)
		state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, r)
		for name, value := range state.Headers() {
			if name == "Location" && strings.Contains(value, "evil") {
				t.Errorf("%v: %s", headers, value)
			}
		}
	}
}

// TestBodyIsNotRead gives a request whose body fails the test when it is read.
func TestBodyIsNotRead(t *testing.T) {
	t.Parallel()
	m := newMint()
	for _, r := range []*http.Request{
		bearer(m.token(nil, nil)),
		bearer("garbage"),
		bearer(m.token(object{"exp": 1}, nil)),
		page("https://app.example.com/", "Cookie", "__client_uat=1"),
	} {
		r.Method, r.Body = http.MethodPost, io.NopCloser(unreadable{t})
		authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, r)
	}
}

type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

// TestWarmBearerMakesNoCall holds that a signed-in bearer request with fresh keys
// asks nobody.
func TestWarmBearerMakesNoCall(t *testing.T) {
	t.Parallel()
	m := newMint()
	client := m.client(t, nil)
	for range 10 {
		if state := authenticateBy(t, client, core.AuthenticateOptions{}, bearer(m.token(nil, nil))); !state.IsAuthenticated() {
			t.Fatal(state.Reason())
		}
	}
	if loads := m.loads.Load(); loads != 1 {
		t.Errorf("%d loads of keys for ten requests", loads)
	}
}

// TestForeignContextValueIsNotTrusted holds that only this package can say who a
// request speaks for.
func TestForeignContextValueIsNotTrusted(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if auth := core.AuthFromContext(r.Context()); auth.IsAuthenticated() || auth.Reason != core.ReasonMiddlewareMissing {
		t.Errorf("got %v", auth)
	}
}

// TestManyHeaderLinesCostNoMoreThanTheirSize refreshes a session with a hundred
// thousand header lines of one name: joining them must not copy what is joined
// already.
func TestManyHeaderLinesCostNoMoreThanTheirSize(t *testing.T) {
	m := newMint()
	var sent int
	m.answer = func(r *http.Request) *http.Response {
		body, _ := io.ReadAll(r.Body)
		sent = len(body)
		return answerJSON(401, `{"errors":[{"code":"invalid"}]}`)
	}
	authenticator, err := m.client(t, nil).NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r := bearer(m.token(object{"exp": 1}, nil))
	r.Header.Set("Cookie", "__refresh_"+pubkey.CookieSuffix(productionKey)+"=x")
	cost := func(lines int) uint64 {
		r.Header["X"] = slices.Repeat([]string{"b"}, lines)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := authenticator.Authenticate(t.Context(), core.FromHTTP(r)); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	cost(1)
	if spent := cost(100_000); sent < 100_000 || spent > 200<<20 {
		t.Errorf("%d bytes allocated to send %d", spent, sent)
	}
}

func TestAnotherInstanceDoesNotInheritTheJWTKey(t *testing.T) {
	t.Parallel()
	ours, theirs := newMint(), newMint()
	theirs.key = sharedKeys()[1]
	client := theirs.client(t, func(o *core.Options) { o.JWTKey = ours.jwtKey(t) })
	if state := authenticateBy(t, client, core.AuthenticateOptions{}, bearer(ours.token(nil, nil))); !state.IsAuthenticated() {
		t.Fatal(state.Reason())
	}
	another := core.AuthenticateOptions{SecretKey: "sk_live_other"}
	if state := authenticateBy(t, client, another, bearer(ours.token(nil, nil))); state.IsAuthenticated() {
		t.Error("the JWT key of one instance verifies the tokens of another")
	}
	if state := authenticateBy(t, client, another, bearer(theirs.token(nil, nil))); !state.IsAuthenticated() {
		t.Error(state.Reason())
	}
}

func TestHandshakeSessionOfATemplateOrMachineSignsNobodyIn(t *testing.T) {
	t.Parallel()
	m := newMint()
	for name, jwt := range map[string]string{
		"template": m.token(nil, object{"cat": token.CategoryTemplate}),
		"machine":  m.token(object{"sub": "mch_1"}, nil),
		"OAuth":    m.token(nil, object{"typ": "at+jwt"}),
	} {
		handshake := m.token(object{"handshake": []string{"__session=" + jwt}}, nil)
		state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, page("https://app.example.com/?__clerk_handshake="+handshake))
		if state.IsAuthenticated() {
			t.Errorf("%s: signed in", name)
		}
	}
}

// TestMachineTokenOnAUserRouteIsRefused holds that its kind alone decides, also
// where Clerk could not be asked about it.
func TestMachineTokenOnAUserRouteIsRefused(t *testing.T) {
	t.Parallel()
	m := newMint()
	m.answer = func(*http.Request) *http.Response { return answerJSON(500, `{}`) }
	any := core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}}
	for _, jwt := range []string{"ak_x", "mt_x", "oat_x"} {
		state := authenticateBy(t, m.client(t, nil), any, bearer(jwt))
		_, err := core.NewGate("…").Admit(state.WithAuth(t.Context()))
		if e := core.AsAuthError(err); e.Status != http.StatusUnauthorized || e.Reason != core.ReasonTokenTypeMismatch {
			t.Errorf("%s: %d %s", jwt, e.Status, e.Reason)
		}
	}
}
