package adaptertest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// answer is what an application answered, in the form of the expectation.
type answer struct {
	Status  int            `json:"status"`
	Headers [][2]*string   `json:"headers"`
	Body    jsontext.Value `json:"body_json,omitzero"`

	header   http.Header
	outgoing []vectors.Outgoing
}

// buildError is why an application could not be built.
type buildError struct{ cause error }

func (e *buildError) Error() string { return "the application was not built: " + e.cause.Error() }

func (e *buildError) Unwrap() error { return e.cause }

// answer runs a case. The error is a [buildError] where the client or the
// middleware refuses its options.
func (b Build) answer(c vectors.Case) (*answer, error) {
	in, stubs, err := decode(c)
	if err != nil {
		return nil, err
	}
	return b.answerInput(in, stubs)
}

func (b Build) answerInput(in input, stubs *vectors.Stubs) (*answer, error) {
	client, err := in.client(stubs)
	if err != nil {
		return nil, &buildError{err}
	}
	app, err := in.app(client)
	if err != nil {
		return nil, err
	}
	serve, err := b.try(app)
	if err != nil {
		return nil, &buildError{err}
	}
	response, body, err := in.Request.send(serve)
	if err != nil {
		return nil, err
	}
	a := &answer{Status: response.StatusCode, header: response.Header, outgoing: stubs.Outgoing()}
	if in.isProxied() {
		a.setProxied(body)
	} else {
		a.setOwn(body)
	}
	return a, nil
}

// try builds an application and turns a panic into an error.
func (b Build) try(app App) (serve Serve, err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case error:
			err = cause
		default:
			err = fmt.Errorf("%v", cause)
		}
	}()
	return b(app), nil
}

// serverHeaders are those that belong to a server or a framework.
var serverHeaders = []string{"Connection", "Content-Length", "Content-Type", "Date", "Etag", "Keep-Alive", "Server", "Transfer-Encoding", "Vary", "X-Powered-By"}

// errorHeaders are those of an [core.AuthError]; the reference leaves answering
// to an error handler, which sets none.
var errorHeaders = []string{"Cache-Control", "Retry-After", "Www-Authenticate"}

// messageHeader carries a text that is not part of the contract.
const messageHeader = "x-clerk-auth-message"

// setOwn sets body and headers of an answer of the application.
func (a *answer) setOwn(body []byte) {
	switch value := jsontext.Value(body); {
	case len(body) == 0:
	case !value.IsValid(jsontext.AllowInvalidUTF8(true)):
		// The reference answers with JSON or with nothing.
		a.Body, _ = jsontext.AppendQuote(nil, strings.ToValidUTF8(string(body), "?"))
	case isError(value):
		a.Body = jsontext.Value(`{"error":true}`)
		a.setHeaders(slices.Concat(serverHeaders, errorHeaders))
		return
	default:
		a.Body = value
	}
	a.setHeaders(serverHeaders)
}

// setProxied sets body and headers of an answer of the Frontend API, of which
// only JSON is compared.
func (a *answer) setProxied(body []byte) {
	if value := jsontext.Value(body); value.IsValid(jsontext.AllowInvalidUTF8(true)) {
		a.Body = value
	}
	a.setHeaders(serverHeaders)
}

// setHeaders sets the headers that are compared.
func (a *answer) setHeaders(drop []string) {
	a.Headers = [][2]*string{}
	for name, lines := range a.header {
		if slices.Contains(drop, name) {
			continue
		}
		name = strings.ToLower(name)
		for _, line := range lines {
			value := vectors.Text(line)
			pair := [2]*string{&name, &value}
			if name == messageHeader {
				pair[1] = nil
			}
			a.Headers = append(a.Headers, pair)
		}
	}
	slices.SortStableFunc(a.Headers, func(x, y [2]*string) int { return strings.Compare(*x[0], *y[0]) })
}

// isError reports whether a body is that of an [core.AuthError].
func isError(body jsontext.Value) bool {
	var decoded struct {
		Errors []struct {
			Code core.Reason `json:"code"`
		} `json:"errors"`
	}
	return vectors.Decode(body, &decoded) == nil && len(decoded.Errors) > 0 && decoded.Errors[0].Code != ""
}

// seenAuth is what a rule looks at of an auth object.
type seenAuth struct {
	IsAuthenticated bool    `json:"isAuthenticated"`
	Subject         *string `json:"subject"`
	UserID          *string `json:"userId"`
}

// auth returns the auth object that a route answered with, the zero value if it
// answered with none.
func (a *answer) auth() (seenAuth, error) {
	var body struct {
		Auth seenAuth `json:"auth"`
	}
	if a.Body == nil {
		return body.Auth, nil
	}
	return body.Auth, vectors.Decode(a.Body, &body)
}

// compare reports how the answer differs from an expectation.
func (a *answer) compare(expect jsontext.Value) error {
	var members map[string]jsontext.Value
	if err := vectors.Decode(expect, &members); err != nil {
		return err
	}
	outgoing, ok := members["outgoing"]
	if !ok {
		return errors.New("the expectation is incomplete")
	}
	if err := vectors.CompareOutgoing(outgoing, a.outgoing); err != nil {
		return err
	}
	delete(members, "outgoing")
	rest, err := json.Marshal(members, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	return vectors.Compare(rest, a)
}
