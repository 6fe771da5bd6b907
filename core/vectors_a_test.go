package core_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json/jsontext"
)

func TestVectorsVerifyToken(t *testing.T) {
	t.Parallel()
	vectors.Replay(t, "a-verify-token", "", runVerify, vectors.Rules{
		"duplicate-member":      verifyRejects(token.ReasonInvalid),
		"failure-not-cached":    failurePauses,
		"js-date-overflow":      overflowHasAnOrder,
		"js-exception":          verifyRejects(""),
		"js-prototype":          verifyRejects(token.ReasonKeyMismatch),
		"oversized-token":       verifyRejects(token.ReasonInvalid),
		"pem-by-string-surgery": pemIsParsed,
		"pem-lenient":           pemIsParsed,
		"text-decoding":         verifyRejects(token.ReasonInvalid),
		"unknown-kid-refetch":   unknownKeyIsGuarded,
	})
}

func TestVectorsVerifyTokenMutated(t *testing.T) {
	// The pauses between attempts to load keys pass at once in a bubble.
	synctest.Test(t, func(t *testing.T) { vectors.Mutate(t, "a-verify-token", runVerify, nil) })
}

// verifyInput is the input of a case of suite a.
type verifyInput struct {
	Function string `json:"fn"`
	verifyStep
	Steps []verifyStep `json:"steps"`
}

// verifyStep is one verification.
type verifyStep struct {
	NowMS   float64       `json:"now_ms"`
	Token   string        `json:"token"`
	Options verifyOptions `json:"options"`
}

// verifyOptions are those of the reference's verifyToken.
type verifyOptions struct {
	APIURL            string    `json:"apiUrl"`
	APIVersion        string    `json:"apiVersion"`
	Audience          oneOrMany `json:"audience"`
	AuthorizedParties []string  `json:"authorizedParties"`
	ClockSkewMS       *float64  `json:"clockSkewInMs"`
	HeaderType        oneOrMany `json:"headerType"`
	Issuer            oneOrMany `json:"issuer"`
	JWTKey            string    `json:"jwtKey"`
	SecretKey         string    `json:"secretKey"`
	SkipJWKSCache     bool      `json:"skipJwksCache"`
}

// oneOrMany is an option that is a string or a list of strings.
type oneOrMany []string

// UnmarshalJSON decodes either form. What is no string becomes "".
func (o *oneOrMany) UnmarshalJSON(data []byte) error {
	if jsontext.Value(data).Kind() == '"' {
		*o = oneOrMany{""}
		return vectors.Decode(data, &(*o)[0])
	}
	var list []any
	if err := vectors.Decode(data, &list); err != nil {
		return err
	}
	*o = oneOrMany{}
	for _, entry := range list {
		text, _ := entry.(string)
		*o = append(*o, text)
	}
	return nil
}

// clockSkew returns the option of the reference as ours.
func clockSkew(ms *float64) time.Duration {
	switch {
	case ms == nil:
		return 0
	case *ms == 0:
		return token.NoClockSkew
	}
	return time.Duration(*ms * float64(time.Millisecond))
}

// verifyWorld is what several verifications of one case share: the clients, one
// for each secret key, and the world outside.
type verifyWorld struct {
	now     time.Time
	stubs   *vectors.Stubs
	clients map[verifyInstance]*core.Client
	// firstUse is when each client was first used, which is when it loaded its
	// keys.
	firstUse map[verifyInstance]time.Time
}

// verifyInstance is what key sets are kept apart by.
type verifyInstance struct{ apiURL, apiVersion, secretKey string }

func newVerifyWorld(c vectors.Case) (*verifyWorld, error) {
	stubs, err := c.Stubs()
	return &verifyWorld{
		stubs:    stubs,
		clients:  map[verifyInstance]*core.Client{},
		firstUse: map[verifyInstance]time.Time{},
	}, err
}

// refreshes reports whether the keys of a step are at an age at which they are
// loaded in the background, for none of the requests. The reference does not do
// this: there the first request after five minutes loads them.
func (w *verifyWorld) refreshes(o verifyOptions) bool {
	age := w.now.Sub(w.firstUse[verifyInstance{o.APIURL, o.APIVersion, o.SecretKey}])
	return age >= token.RefreshAge && age < token.MaxAge
}

// verify verifies a token as the reference's verifyToken.
func (w *verifyWorld) verify(step verifyStep) (*token.Claims, error) {
	w.now = vectors.Time(step.NowMS)
	options := token.Options{
		Audience:          step.Options.Audience,
		AuthorizedParties: step.Options.AuthorizedParties,
		ClockSkew:         clockSkew(step.Options.ClockSkewMS),
		HeaderTypes:       step.Options.HeaderType,
		Issuers:           step.Options.Issuer,
		Now:               func() time.Time { return w.now },
	}
	if step.Options.JWTKey != "" {
		key, err := token.ParsePEM(step.Options.JWTKey)
		if err != nil {
			return nil, err
		}
		options.Keys = key
	}
	if options.Keys != nil || step.Options.SecretKey == "" {
		return token.Verify(context.Background(), step.Token, options)
	}
	client, err := w.client(step.Options)
	if err != nil {
		return nil, err
	}
	return client.VerifyToken(context.Background(), step.Token, options)
}

// client returns the client of a secret key.
func (w *verifyWorld) client(o verifyOptions) (*core.Client, error) {
	instance := verifyInstance{o.APIURL, o.APIVersion, o.SecretKey}
	if client, ok := w.clients[instance]; ok && !o.SkipJWKSCache {
		return client, nil
	}
	client, err := core.NewClient(core.Options{
		APIURL:     o.APIURL,
		APIVersion: o.APIVersion,
		HTTPClient: &http.Client{Transport: w.stubs},
		Logger:     quiet,
		Now:        func() time.Time { return w.now },
		SecretKey:  o.SecretKey,
	})
	w.clients[instance], w.firstUse[instance] = client, w.now
	return client, err
}

// verifyExpect is the expectation of one verification.
type verifyExpect struct {
	OK       *bool          `json:"ok"`
	Claims   jsontext.Value `json:"claims"`
	Outgoing jsontext.Value `json:"outgoing"`
	Error    *struct {
		Reason token.Reason `json:"reason"`
	} `json:"error"`

	Header       jsontext.Value `json:"header"`
	Payload      jsontext.Value `json:"payload"`
	SignatureLen int            `json:"signature_len"`

	Steps []verifyExpect `json:"steps"`
}

func runVerify(c vectors.Case) error {
	var input verifyInput
	var expect verifyExpect
	if err := errors.Join(vectors.Decode(c.Input, &input), vectors.Decode(c.Expect, &expect)); err != nil {
		return err
	}
	world, err := newVerifyWorld(c)
	if err != nil {
		return err
	}
	switch {
	case input.Function == "decodeJwt":
		return compareDecoded(expect, input.Token)
	case input.Steps == nil:
		return world.compare(expect, input.verifyStep)
	case len(input.Steps) != len(expect.Steps):
		return fmt.Errorf("%d steps, %d expectations", len(input.Steps), len(expect.Steps))
	}
	for i, step := range input.Steps {
		if err := world.compare(expect.Steps[i], step); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

// complete reports what an expectation does not say.
func (e verifyExpect) complete() error {
	if e.OK == nil || e.Outgoing == nil || *e.OK == (e.Error != nil) {
		return errors.New("the expectation is incomplete")
	}
	return nil
}

// compare verifies once and reports how the outcome differs.
func (w *verifyWorld) compare(expect verifyExpect, step verifyStep) error {
	if err := expect.complete(); err != nil {
		return err
	}
	before := len(w.stubs.Outgoing())
	claims, err := w.verify(step)
	outgoing := w.stubs.Outgoing()[before:]
	if w.refreshes(step.Options) && string(expect.Outgoing) == "[]" {
		outgoing = nil
	}
	if difference := vectors.CompareOutgoing(expect.Outgoing, outgoing); difference != nil {
		return difference
	}
	switch {
	case *expect.OK != (err == nil):
		return fmt.Errorf("want ok %t, got error %w", *expect.OK, err)
	case *expect.OK:
		return vectors.Compare(expect.Claims, jsontext.Value(claims.Raw()))
	case expect.Error.Reason != "" && token.ReasonOf(err) != expect.Error.Reason:
		return fmt.Errorf("want reason %s, got %w", expect.Error.Reason, err)
	}
	return nil
}

func compareDecoded(expect verifyExpect, jwt string) error {
	decoded, err := token.Decode(jwt)
	switch {
	case expect.complete() != nil:
		return expect.complete()
	case *expect.OK != (err == nil):
		return fmt.Errorf("want ok %t, got error %w", *expect.OK, err)
	case !*expect.OK && expect.Error.Reason != token.ReasonOf(err):
		return fmt.Errorf("want reason %s, got %w", expect.Error.Reason, err)
	case !*expect.OK:
		return nil
	case len(decoded.Signature) != expect.SignatureLen:
		return fmt.Errorf("want a signature of %d bytes, got %d", expect.SignatureLen, len(decoded.Signature))
	}
	return errors.Join(
		vectors.Compare(expect.Header, jsontext.Value(decoded.Header.Raw)),
		vectors.Compare(expect.Payload, jsontext.Value(decoded.Payload)),
	)
}

// verifyRejects is the rule that a token is refused, for one reason if it is
// given.
func verifyRejects(reason token.Reason) func(vectors.Case) error {
	return func(c vectors.Case) error {
		_, err := verifyOnce(c)
		if err == nil || (reason != "" && token.ReasonOf(err) != reason) {
			return fmt.Errorf("want a refusal %s, got %w", reason, err)
		}
		return nil
	}
}

// verifyOnce runs a case of one verification.
func verifyOnce(c vectors.Case) (*token.Claims, error) {
	var input verifyInput
	if err := vectors.Decode(c.Input, &input); err != nil {
		return nil, err
	}
	world, err := newVerifyWorld(c)
	if err != nil {
		return nil, err
	}
	return world.verify(input.verifyStep)
}

// overflowHasAnOrder is the rule that a date past what JavaScript can count is
// later or earlier than now like any other.
func overflowHasAnOrder(c vectors.Case) error {
	_, err := verifyOnce(c)
	var timed token.Reason
	switch timed = token.ReasonOf(err); timed {
	case token.ReasonExpired, token.ReasonIssuedInFuture, token.ReasonNotActiveYet:
		return nil
	}
	return fmt.Errorf("want a refusal by the clock, got %w", err)
}

// pemIsParsed is the rule that a PEM key verifies if, and only if, it is the RSA
// public key of the signer.
func pemIsParsed(c vectors.Case) error {
	var input verifyInput
	if err := vectors.Decode(c.Input, &input); err != nil {
		return err
	}
	_, keyErr := token.ParsePEM(input.Options.JWTKey)
	_, err := verifyOnce(c)
	switch {
	case keyErr != nil && err == nil:
		return errors.New("verified with a key that cannot be read")
	case keyErr == nil && err != nil:
		return fmt.Errorf("the key was read, yet %w", err)
	}
	return nil
}

// failurePauses is the rule that a load that failed is not tried again by the
// very next request.
func failurePauses(c vectors.Case) error {
	return eachStep(c, func(i int, _ *token.Claims, err error, loads int) error {
		if token.ReasonOf(err) != token.ReasonKeysNotLoaded || (i > 0) != (loads == 0) {
			return fmt.Errorf("want the failure of the one load, got %w after %d loads", err, loads)
		}
		return nil
	})
}

// unknownKeyIsGuarded is the rule that the keys are loaded for an unknown key ID
// once, not for each such token.
func unknownKeyIsGuarded(c vectors.Case) error {
	loads := 0
	return eachStep(c, func(i int, claims *token.Claims, err error, n int) error {
		if loads += n; loads > 2 {
			return fmt.Errorf("want one load and one more for an unknown key ID, got %d", loads)
		}
		if claims == nil && token.ReasonOf(err) != token.ReasonKeyMismatch {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
		return nil
	})
}

// eachStep runs a case of several verifications and judges each.
func eachStep(c vectors.Case, judge func(i int, claims *token.Claims, err error, loads int) error) error {
	var input verifyInput
	if err := vectors.Decode(c.Input, &input); err != nil {
		return err
	}
	world, err := newVerifyWorld(c)
	if err != nil {
		return err
	}
	for i, step := range input.Steps {
		before := len(world.stubs.Outgoing())
		claims, err := world.verify(step)
		if err := judge(i, claims, err, len(world.stubs.Outgoing())-before); err != nil {
			return err
		}
	}
	return nil
}
