package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

func init() {
	openapi3filter.RegisterBodyDecoder("image/png", openapi3filter.FileBodyDecoder)
	openapi3.DefineStringFormatValidator("email", openapi3.NewCallbackValidator(func(text string) error {
		_, err := mail.ParseAddress(text)
		return err
	}))
	openapi3.DefineStringFormatValidator("uri", openapi3.NewCallbackValidator(func(text string) error {
		u, err := url.Parse(text)
		if err == nil && !u.IsAbs() {
			err = errors.New("it is not absolute")
		}
		return err
	}))
}

// check holds a request against the document, and returns the operation that it is
// for; nil if there is none.
func (d *document) check(r *http.Request, body []byte) (*operation, []difference) {
	var found []difference
	add := func(side, format string, args ...any) {
		found = append(found, difference{side, "", fmt.Sprintf(format, args...)})
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	versioned := d.cutVersion(r.URL)
	o, route, params, err := d.find(r)
	if err != nil {
		add("request", "%s %s: %v", r.Method, r.URL.EscapedPath(), err)
		return nil, found
	}
	if versioned == unversioned(o) {
		add("request", "the version segment is there: %t", versioned)
	}
	if got, want := r.Header.Get("Clerk-API-Version"), d.Info.Version; got != want {
		add("request", "Clerk-API-Version is %q, not %q", got, want)
	}
	if len(body) == 0 && r.Header.Get("Content-Type") == "application/json" {
		r.Header.Del("Content-Type") // the reference sends it with every request
	}
	err = openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: authenticate, MultiError: true, RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.EnableFormatValidation()},
		},
	})
	if err != nil {
		found = append(found, explain("request", err)...)
	}
	if authorization := r.Header.Get("Authorization"); o.open() && authorization != "" {
		add("request", "a key is sent to an operation that is open")
	}
	for name := range r.URL.Query() {
		if o.parameter(name) == nil {
			found = append(found, difference{"query", name, "is not in the document"})
		}
	}
	return o, found
}

// cutVersion takes the version segment out of a URL, and reports whether there was
// one.
func (d *document) cutVersion(u *url.URL) bool {
	path, ok := strings.CutPrefix(u.Path, "/v1/")
	if ok {
		u.Path = "/" + path
		u.RawPath = strings.TrimPrefix(u.RawPath, "/v1")
	}
	return ok
}

// unversioned reports whether an operation has no version segment. The document has
// one for all; the JavaScript packages leave it out here.
func unversioned(o *operation) bool {
	for _, prefix := range []string{"/api_keys", "/m2m_tokens", "/oauth_applications/access_tokens/verify"} {
		if o.path == prefix || strings.HasPrefix(o.path, prefix+"/") {
			return true
		}
	}
	return false
}

func authenticate(_ context.Context, input *openapi3filter.AuthenticationInput) error {
	want := secretKey
	if strings.HasPrefix(input.RequestValidationInput.Route.Path, "/m2m_tokens") {
		want = machineKey
	}
	if input.RequestValidationInput.Request.Header.Get("Authorization") != "Bearer "+want {
		return errors.New("the Authorization header is wrong")
	}
	return nil
}

// explain turns errors of the validator into differences of one line each.
func explain(side string, err error) []difference {
	var several openapi3.MultiError
	var request *openapi3filter.RequestError
	var schema *openapi3.SchemaError
	switch {
	case errors.As(err, &request) && request.Err != nil:
		if request.Parameter != nil {
			side += " parameter " + request.Parameter.Name
		} else {
			side = "body"
		}
		var inner openapi3.MultiError
		if errors.As(request.Err, &inner) || errors.As(request.Err, &schema) {
			return explain(side, request.Err)
		}
	case errors.As(err, &several):
		var found []difference
		for _, one := range several {
			found = append(found, explain(side, one)...)
		}
		return found
	case errors.As(err, &schema):
		pointer := ""
		for _, part := range schema.JSONPointer() {
			pointer += "/" + part
		}
		return []difference{{side, pointer, "is not what the document allows: " + firstLine(schema.Reason)}}
	}
	return []difference{{side, "", firstLine(err.Error())}}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
