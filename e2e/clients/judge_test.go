package clients

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// A judge stands between a client and the local Clerk and holds each answer against
// Clerk's documents.
type judge struct {
	url    string
	judged map[string]bool // operations
	mu     sync.Mutex
	found  []string
}

// undescribed are endpoints that neither document has, and why they are there.
var undescribed = map[string]string{
	"GET /v1/clients/handshake_payload": "The JavaScript packages call it.",
}

// judged starts a judge of an instance. What it finds fails the test when the test
// ends.
func judged(t *testing.T, instance *clerktest.Instance) *judge {
	t.Helper()
	backend, frontend := loadRouters(t)
	target, err := url.Parse(instance.URL())
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{judged: map[string]bool{}}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = target.Host
			r.Out.Header.Del("Accept-Encoding") // the judge reads the body
		},
		ModifyResponse: func(response *http.Response) error {
			path, isBackend := strings.CutPrefix(response.Request.URL.Path, "/bapi")
			router := frontend
			if isBackend {
				router = backend
				if !strings.HasPrefix(path, "/v1/") {
					path = "/v1" + path
				}
			}
			return j.judge(router, path, response)
		},
	}
	server := httptest.NewServer(proxy)
	j.url = server.URL
	t.Cleanup(func() {
		server.Close()
		j.mu.Lock()
		defer j.mu.Unlock()
		for _, line := range slices.Compact(slices.Sorted(slices.Values(j.found))) {
			t.Error(line)
		}
		t.Logf("judge: %d operations", len(j.judged))
	})
	return j
}

// judge holds one answer against a document.
func (j *judge) judge(router routers.Router, path string, response *http.Response) error {
	request := response.Request.Clone(context.Background())
	request.URL.Path, request.URL.RawPath = path, ""
	if method := request.URL.Query().Get("_method"); method != "" {
		request.Method = method // as ClerkJS avoids preflights
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	name := request.Method + " " + path
	route, params, err := router.FindRoute(request)
	switch {
	case response.StatusCode == http.StatusNotImplemented:
		return nil
	case err != nil && (undescribed[name] != "" || !strings.HasPrefix(path, "/v1/")):
		return nil
	case err != nil:
		j.find("%s: no document has it: %v", name, err)
		return nil
	}
	j.mu.Lock()
	j.judged[route.Method+" "+route.Path] = true
	j.mu.Unlock()
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
		Status:                 response.StatusCode,
		Header:                 response.Header,
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	if request.URL.Query().Get("paginated") == "true" && response.StatusCode == http.StatusOK {
		body = withoutEnvelope(body)
	}
	if len(body) > 0 {
		input.SetBodyBytes(body)
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		j.find("%s %s answers %d: %.600s", route.Method, route.Path, response.StatusCode, err)
	}
	return nil
}

// withoutEnvelope returns the array of a list that was asked for with paginated: the
// documents describe the array, both official SDKs read {data, total_count}.
func withoutEnvelope(body []byte) []byte {
	var envelope struct {
		Data       json.RawMessage `json:"data"`
		TotalCount *int            `json:"total_count"`
	}
	if json.Unmarshal(body, &envelope) != nil || envelope.TotalCount == nil {
		return body
	}
	return envelope.Data
}

func (j *judge) find(format string, arguments ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.found = append(j.found, fmt.Sprintf(format, arguments...))
}

// loadOnce reads the documents of the Backend API and the Frontend API.
var loadOnce = sync.OnceValues(func() ([2]routers.Router, error) {
	folder := os.Getenv("CLERK_OPENAPI")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "openapi")
	}
	var found [2]routers.Router
	for i, document := range []struct{ file, prefix string }{{"bapi-2026-05-12.yml", "/v1"}, {"fapi-2026-05-12.yml", ""}} {
		model, err := openapi3.NewLoader().LoadFromFile(filepath.Join(folder, document.file))
		if err != nil {
			return found, err
		}
		model.Servers = nil
		if document.prefix != "" {
			model.Servers = openapi3.Servers{{URL: document.prefix}}
		}
		if found[i], err = gorillamux.NewRouter(model); err != nil {
			return found, fmt.Errorf("%s: %w", document.file, err)
		}
	}
	return found, nil
})

func loadRouters(t *testing.T) (backend, frontend routers.Router) {
	t.Helper()
	found, err := loadOnce()
	switch {
	case errors.Is(err, os.ErrNotExist) && os.Getenv("CI") != "true":
		t.Skipf("SKIPPED! The local Clerk is not held against Clerk's documents: %v; CLERK_OPENAPI names their folder", err)
	case err != nil:
		t.Fatalf("%v; CLERK_OPENAPI names the folder of Clerk's documents", err)
	}
	return found[0], found[1]
}
