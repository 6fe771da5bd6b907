package clerktest_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client keeps no connection, so that no goroutine of it outlives a call.
var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableKeepAlives: true},
}

// send sends a request, with the instance's secret key unless it has another.
func send(t *testing.T, inst *clerktest.Instance, method, url, body string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+inst.SecretKey())
	for k := 0; k < len(header); k += 2 {
		if header[k] == "Host" {
			request.Host = header[k+1]
		}
		request.Header.Set(header[k], header[k+1])
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	received, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(received)
}

// call sends a request to the Backend API and decodes the answer.
func call[T any](t *testing.T, inst *clerktest.Instance, method, path, body string) (int, T) {
	t.Helper()
	response, received := send(t, inst, method, apiURL(t, inst)+path, body)
	var answer T
	if err := json.UnmarshalRead(bytes.NewReader([]byte(received)), &answer); err != nil {
		t.Fatalf("%s %s: %v in %s", method, path, err, received)
	}
	return response.StatusCode, answer
}

type object = map[string]any

// failure is Clerk's error envelope.
type failure struct {
	Errors []struct {
		Code        string         `json:"code"`
		Message     string         `json:"message"`
		LongMessage string         `json:"long_message"`
		Meta        map[string]any `json:"meta"`
	} `json:"errors"`
	TraceID string `json:"clerk_trace_id"`
}

// code returns the first error's code and parameter, as "code param".
func (f failure) code() string {
	if len(f.Errors) != 1 || f.TraceID == "" || f.Errors[0].Message == "" || f.Errors[0].LongMessage == "" || f.Errors[0].Meta == nil {
		return "a malformed envelope"
	}
	param, _ := f.Errors[0].Meta["param_name"].(string)
	return strings.TrimSpace(f.Errors[0].Code + " " + param)
}
