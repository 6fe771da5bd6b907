package adaptertest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
)

// rules say what is checked where this module differs from the reference on
// purpose; see testdata/vectors/deviations.json.
func (b Build) rules() vectors.Rules {
	return vectors.Rules{
		"Number()":                     b.redirectCountIsDecimal,
		"absolute-form":                b.authorityIsHost,
		"claim-parse-throws":           b.unreadableClaims,
		"config-error-per-request":     b.isNotBuilt,
		"content-type-equality":        b.charsetIsJSON,
		"duplicate-member":             b.refuses,
		"express-require-auth":         b.guardRefuses,
		"host-takeover":                b.staysOnHost,
		"js-exception":                 b.exceptionIsNoSignIn,
		"loop-guard-equality":          b.redirectCountIsDecimal,
		"middleware-missing":           b.missesMiddleware,
		"oversized-token":              b.refuses,
		"pem-by-string-surgery":        b.keyIsReadOrRefused,
		"server-rejects-first":         b.serverRefuses,
		"text-decoding":                b.refuses,
		"unvalidated-forwarded-header": b.staysOnHost,
		"untyped-claim":                b.sameSignIn,
	}
}

// authorityIsHost is the rule that a target in absolute form is the request of
// its path to the host that it names.
func (b Build) authorityIsHost(c vectors.Case) error {
	got, err := b.answer(c)
	in, stubs, decodeErr := decode(c)
	if err := errors.Join(err, decodeErr); err != nil {
		return err
	}
	target, err := url.Parse(in.Request.Target)
	if err != nil {
		return err
	}
	if target.Host == "" {
		return errors.New("the target names no host")
	}
	in.Request.Target = target.RequestURI()
	in.Request.Headers = slices.DeleteFunc(in.Request.Headers, func(line [2]string) bool { return strings.EqualFold(line[0], "Host") })
	in.Request.Headers = append(in.Request.Headers, [2]string{"host", target.Host})
	want, err := b.answerInput(in, stubs)
	if err != nil {
		return err
	}
	return got.same(want)
}

// same reports how two answers differ.
func (a *answer) same(want *answer) error {
	switch {
	case a.Status != want.Status:
		return fmt.Errorf("want status %d, got %d", want.Status, a.Status)
	case a.header.Get("Location") != want.header.Get("Location"):
		return fmt.Errorf("want Location %q, got %q", want.header.Get("Location"), a.header.Get("Location"))
	case string(a.Body) != string(want.Body):
		return fmt.Errorf("want %s, got %s", want.Body, a.Body)
	}
	return nil
}

// unreadableClaims is the rule that claims whose features or plans cannot be read
// sign nobody in.
func (b Build) unreadableClaims(c vectors.Case) error {
	got, err := b.answer(c)
	if err != nil {
		return err
	}
	if reason := got.reason(); reason != core.ReasonUnexpectedError {
		return fmt.Errorf("got status %d, reason %q", got.Status, reason)
	}
	return b.refuses(c)
}

// reason returns why nobody is signed in.
func (a *answer) reason() core.Reason { return core.Reason(a.header.Get("X-Clerk-Auth-Reason")) }

// isNotBuilt is the rule that wrong options are an error that names them, before
// there is anything to send a request to.
func (b Build) isNotBuilt(c vectors.Case) error {
	_, err := b.answer(c)
	var refused *buildError
	if !errors.As(err, &refused) {
		return fmt.Errorf("want an error when the application is built, got %w", err)
	}
	if text := refused.Error(); !strings.Contains(text, "CLERK_") {
		return fmt.Errorf("%q names no variable", text)
	}
	return nil
}

// charsetIsJSON is the rule that an answer of JSON with a charset is read.
func (b Build) charsetIsJSON(c vectors.Case) error {
	got, err := b.answer(c)
	if err != nil {
		return err
	}
	auth, err := got.auth()
	if err == nil && auth.IsAuthenticated && auth.Subject == nil && auth.UserID == nil {
		return errors.New("signed in as nobody")
	}
	return err
}

// refuses is the rule that nobody is signed in.
func (b Build) refuses(c vectors.Case) error {
	got, err := b.answer(c)
	if err != nil {
		return err
	}
	if strings.Contains(string(got.Body), `"ok":true`) {
		return errors.New("the handler ran")
	}
	if auth, err := got.auth(); err == nil && auth.IsAuthenticated {
		return errors.New("the request is signed in")
	}
	return nil
}

// guardRefuses is the rule that RequireAuth answers 401, or 503 if Clerk could not
// be asked, asks no more than the reference does, and keeps the headers of
// authentication.
func (b Build) guardRefuses(c vectors.Case) error {
	var expect struct {
		Outgoing []vectors.Outgoing `json:"outgoing"`
	}
	got, err := b.answer(c)
	if err := errors.Join(err, vectors.Decode(c.Expect, &expect)); err != nil {
		return err
	}
	unauthorized := got.Status == http.StatusUnauthorized && strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer")
	unavailable := got.Status == http.StatusServiceUnavailable && got.header.Get("Retry-After") != ""
	if !unauthorized && !unavailable {
		return fmt.Errorf("got status %d %v", got.Status, got.header)
	}
	if string(got.Body) != `{"error":true}` {
		return fmt.Errorf("got body %s", got.Body)
	}
	if asked, want := vectors.Collapse(got.outgoing), vectors.Collapse(expect.Outgoing); len(asked) != len(want) {
		return fmt.Errorf("asked Clerk %d times, want %d", len(asked), len(want))
	}
	return nil
}

// nowhere is the host of URLs for requests whose headers name none.
const nowhere = "clerk-dummy"

// staysOnHost is the rule that a redirect leads back to the host of the request,
// or nowhere, whatever target and forwarded headers say.
func (b Build) staysOnHost(c vectors.Case) error {
	got, err := b.answer(c)
	in, _, decodeErr := decode(c)
	if err := errors.Join(err, decodeErr); err != nil {
		return err
	}
	location, err := url.Parse(got.header.Get("Location"))
	if err != nil {
		return err
	}
	if back := location.Query().Get("redirect_url"); back != "" {
		if location, err = url.Parse(back); err != nil {
			return err
		}
	}
	allowed := append(strings.Split(in.Request.header("X-Forwarded-Host"), ", "), in.Request.header("Host"), nowhere, "")
	if !slices.Contains(allowed, location.Host) {
		return fmt.Errorf("%s is not on the host of the request", location)
	}
	return nil
}

// exceptionIsNoSignIn is the rule that where JavaScript throws nobody is signed
// in, and that a URL to return to that is none is ignored.
func (b Build) exceptionIsNoSignIn(c vectors.Case) error {
	const param = "__clerk_redirect_url="
	in, stubs, err := decode(c)
	if err != nil {
		return err
	}
	if !strings.Contains(in.Request.Target, param) {
		return b.refuses(c)
	}
	in.Request.Target = strings.ReplaceAll(in.Request.Target, param, "ignored=")
	got, err := b.answer(c)
	want, wantErr := b.answerInput(in, stubs)
	if err := errors.Join(err, wantErr); err != nil {
		return err
	}
	if got.Status != want.Status || got.reason() != want.reason() {
		return fmt.Errorf("want %d %s, got %d %s", want.Status, want.reason(), got.Status, got.reason())
	}
	return nil
}

// redirectCountIsDecimal is the rule that a redirect count is a decimal number,
// anything else is none, and that from three on nobody is sent on.
func (b Build) redirectCountIsDecimal(c vectors.Case) error {
	const name = "__clerk_redirect_count="
	got, err := b.answer(c)
	in, _, decodeErr := decode(c)
	if err := errors.Join(err, decodeErr); err != nil {
		return err
	}
	_, count, _ := strings.Cut(in.Request.header("Cookie"), name)
	count, _, _ = strings.Cut(count, ";")
	decimal := count != "" && strings.Trim(count, "0123456789") == ""
	looped := decimal && (len(count) > 1 || count >= "3")
	next := "1"
	if len(count) == 1 && count >= "0" && count <= "2" {
		next = string(count[0] + 1)
	}
	sent := slices.ContainsFunc(got.header.Values("Set-Cookie"), func(line string) bool {
		return strings.HasPrefix(line, name+next+";")
	})
	if looped == (got.Status == http.StatusTemporaryRedirect) || sent == looped {
		return fmt.Errorf("count %q: got status %d, cookies %q", count, got.Status, got.header.Values("Set-Cookie"))
	}
	return nil
}

// missesMiddleware is the rule that without the middleware nobody is signed in,
// RequireAuth answers 500, and Clerk is not asked.
func (b Build) missesMiddleware(c vectors.Case) error {
	got, err := b.answer(c)
	in, _, decodeErr := decode(c)
	if err := errors.Join(err, decodeErr); err != nil {
		return err
	}
	want := http.StatusOK
	if in.Request.Target == "/protected" {
		want = http.StatusInternalServerError
	}
	if got.Status != want || len(got.outgoing) > 0 {
		return fmt.Errorf("got status %d and %d requests to Clerk, want %d and none", got.Status, len(got.outgoing), want)
	}
	return b.refuses(c)
}

// keyIsReadOrRefused is the rule that a PEM key verifies, or is an error when the
// application is built.
func (b Build) keyIsReadOrRefused(c vectors.Case) error {
	got, err := b.answer(c)
	var refused *buildError
	if errors.As(err, &refused) {
		return nil
	}
	if err != nil {
		return err
	}
	auth, err := got.auth()
	if err == nil && !auth.IsAuthenticated && got.reason() != core.ReasonTokenTypeMismatch {
		return fmt.Errorf("want a sign-in or an error, got %d %s", got.Status, got.reason())
	}
	return err
}

// serverRefuses is the rule that a target that the server cannot parse gets a 400
// before any middleware.
func (b Build) serverRefuses(c vectors.Case) error {
	got, err := b.answer(c)
	if err != nil {
		return err
	}
	if got.Status != http.StatusBadRequest || len(got.outgoing) > 0 || got.reason() != "" {
		return fmt.Errorf("got status %d %v, %d requests to Clerk", got.Status, got.header, len(got.outgoing))
	}
	return nil
}

// sameSignIn is the rule that a claim of another type counts as absent, which
// changes neither the status nor whether somebody is signed in.
func (b Build) sameSignIn(c vectors.Case) error {
	var expect struct {
		Status int `json:"status"`
		Body   struct {
			Auth seenAuth `json:"auth"`
		} `json:"body_json"`
	}
	got, err := b.answer(c)
	if err := errors.Join(err, vectors.Decode(c.Expect, &expect)); err != nil {
		return err
	}
	auth, err := got.auth()
	if err == nil && (got.Status != expect.Status || auth.IsAuthenticated != expect.Body.Auth.IsAuthenticated) {
		return fmt.Errorf("got %d %+v, want %d %+v", got.Status, auth, expect.Status, expect.Body.Auth)
	}
	return err
}
