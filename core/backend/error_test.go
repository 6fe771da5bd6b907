package backend_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const notFound = `{"errors":[{"message":"not found","long_message":"No user was found with id user_1.","code":"resource_not_found"}],"clerk_trace_id":"trace_1"}`

func TestErrorOfAnAnswer(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 12, 0, 0, 0, 0, time.UTC)
	detail := backend.ErrorDetail{Code: "resource_not_found", Message: "not found", LongMessage: "No user was found with id user_1."}
	for name, test := range map[string]struct {
		status int
		header map[string]string
		body   string
		want   backend.Error
		text   string
	}{
		"json": {
			404, map[string]string{"Content-Type": "application/json", "Cf-Ray": "ray"}, notFound,
			backend.Error{TraceID: "trace_1", Errors: []backend.ErrorDetail{detail}},
			"clerk: GET /users/{}: 404 Not Found: resource_not_found: No user was found with id user_1. (trace trace_1)",
		},
		"charset": {
			404, map[string]string{"Content-Type": "application/json; charset=utf-8"}, notFound,
			backend.Error{TraceID: "trace_1", Errors: []backend.ErrorDetail{detail}},
			"clerk: GET /users/{}: 404 Not Found: resource_not_found: No user was found with id user_1. (trace trace_1)",
		},
		"several": {
			422, map[string]string{"Content-Type": "application/json"}, `{"errors":[{"code":"a"},{"code":"b"},{"message":"c"}]}`,
			backend.Error{Errors: []backend.ErrorDetail{{Code: "a"}, {Code: "b"}, {Message: "c"}}},
			"clerk: GET /users/{}: 422 Unprocessable Entity: a (and 2 more)",
		},
		"ray": {
			500, map[string]string{"Content-Type": "application/json", "Cf-Ray": "ray"}, `{}`,
			backend.Error{TraceID: "ray"},
			"clerk: GET /users/{}: 500 Internal Server Error (trace ray)",
		},
		"trace header": {
			500, map[string]string{"Clerk-Trace-Id": "trace_2"}, "oops",
			backend.Error{TraceID: "trace_2"},
			"clerk: GET /users/{}: 500 Internal Server Error (trace trace_2)",
		},
		"html": {
			502, map[string]string{"Content-Type": "text/html"}, "<h1>Bad Gateway",
			backend.Error{},
			"clerk: GET /users/{}: 502 Bad Gateway",
		},
		"empty": {
			503, map[string]string{"Retry-After": "7"}, "",
			backend.Error{RetryAfter: 7 * time.Second},
			"clerk: GET /users/{}: 503 Service Unavailable",
		},
		"odd status": {599, nil, "", backend.Error{}, "clerk: GET /users/{}: 599"},
		"redirect": {
			302, map[string]string{"Location": "/elsewhere"}, "",
			backend.Error{},
			"clerk: GET /users/{}: 302 Found (redirects are not followed; is APIURL (CLERK_API_URL) right?)",
		},
		"retry date": {
			429, map[string]string{"Retry-After": now.Add(90 * time.Second).Format(http.TimeFormat)}, "",
			backend.Error{RetryAfter: 90 * time.Second},
			"clerk: GET /users/{}: 429 Too Many Requests",
		},
		"retry in the past": {
			429, map[string]string{"Retry-After": now.Add(-time.Hour).Format(http.TimeFormat)}, "",
			backend.Error{},
			"clerk: GET /users/{}: 429 Too Many Requests",
		},
		"retry invalid":   {429, map[string]string{"Retry-After": "soon"}, "", backend.Error{}, "clerk: GET /users/{}: 429 Too Many Requests"},
		"retry negative":  {429, map[string]string{"Retry-After": "-5"}, "", backend.Error{}, "clerk: GET /users/{}: 429 Too Many Requests"},
		"retry too large": {429, map[string]string{"Retry-After": "99999999999999999999"}, "", backend.Error{RetryAfter: math.MaxInt32 * time.Second}, "clerk: GET /users/{}: 429 Too Many Requests"},
		"control characters": {
			400, map[string]string{"Content-Type": "application/json"}, `{"errors":[{"code":"a\nb","message":"c\r\u001b[31md"}]}`,
			backend.Error{Errors: []backend.ErrorDetail{{Code: "a\nb", Message: "c\r\x1b[31md"}}},
			"clerk: GET /users/{}: 400 Bad Request: a b: c  [31md",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := clientOf(t, backend.Options{SecretKey: secretKey, Now: func() time.Time { return now }, HTTPClient: &http.Client{
				Transport: roundTripper(func(*http.Request) (*http.Response, error) {
					header := http.Header{}
					for name, value := range test.header {
						header.Set(name, value)
					}
					return &http.Response{StatusCode: test.status, Header: header, Body: io.NopCloser(strings.NewReader(test.body))}, nil
				}),
			}})
			_, err := client.Users.Get(t.Context(), "user_1")
			var got *backend.Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want *backend.Error", err)
			}
			test.want.Status, test.want.Code = test.status, backend.CodeAPIResponse
			if diff := cmp.Diff(test.want, *got, cmpopts.IgnoreUnexported(backend.Error{})); diff != "" {
				t.Error(diff)
			}
			if got.Error() != test.text {
				t.Errorf("text %q\nwant %q", got.Error(), test.text)
			}
			if errors.Unwrap(err) != nil {
				t.Errorf("an answer has the cause %v", errors.Unwrap(err))
			}
		})
	}
}

func TestErrorMeta(t *testing.T) {
	t.Parallel()
	const meta = `{"param_name":"email_address","session_id":"sess_1","email_addresses":["a@clerk.test"],"identifiers":["x"],` +
		`"zxcvbn":{"suggestions":[{"code":"short","message":"longer"}]},"plan":{"id":"p","name":"Pro","amount_formatted":"1",` +
		`"annual_monthly_amount_formatted":"2","currency_symbol":"$"},"is_plan_upgrade_possible":true,"seats_quantity_to_add":2,` +
		`"seats_quantity":3,"kind":"k","title":"t","description":"d","link_url":"u","link_text":"l","trace_id":"tr","new":[1]}`
	client := setup(t, func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 422, `{"errors":[{"code":"a","meta":`+meta+`},{"code":"b","meta":{"param_name":7,"session_id":"s"}},{"code":"c","meta":"odd"},{"code":8},"odd",null]}`)
	})
	_, err := client.Users.Get(t.Context(), "user_1")
	var got *backend.Error
	if !errors.As(err, &got) {
		t.Fatal(err)
	}
	want := []backend.ErrorDetail{
		{Code: "a", Meta: backend.ErrorMeta{
			Description: "d", EmailAddresses: []string{"a@clerk.test"}, Identifiers: []string{"x"}, IsPlanUpgradePossible: true,
			Kind: "k", LinkText: "l", LinkURL: "u", ParamName: "email_address",
			Plan:          &backend.ErrorPlan{ID: "p", Name: "Pro", AmountFormatted: "1", AnnualMonthlyAmountFormatted: "2", CurrencySymbol: "$"},
			SeatsQuantity: 3, SeatsQuantityToAdd: 2, SessionID: "sess_1", Title: "t", TraceID: "tr",
			Zxcvbn: &backend.ErrorZxcvbn{Suggestions: []backend.ErrorSuggestion{{Code: "short", Message: "longer"}}},
		}},
		{Code: "b", Meta: backend.ErrorMeta{SessionID: "s"}},
		{Code: "c"},
	}
	if diff := cmp.Diff(want, got.Errors, cmpopts.IgnoreFields(backend.ErrorMeta{}, "Raw")); diff != "" {
		t.Error(diff)
	}
	if raw := got.Errors[0].Meta.Raw.String(); raw != meta {
		t.Errorf("raw meta %s", raw)
	}
	extra, err := backend.MetadataAs[struct{ New []int }](got.Errors[0].Meta.Raw)
	if err != nil || extra.New != nil { // names are case-sensitive
		t.Errorf("got %+v, %v", extra, err)
	}
}

func TestErrorWithoutAnswer(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	client := clientOf(t, backend.Options{SecretKey: secretKey, HTTPClient: &http.Client{
		Transport: roundTripper(func(*http.Request) (*http.Response, error) { return nil, boom }),
	}})
	_, err := client.Users.List(t.Context(), backend.UserListParams{Query: "hunter2"})
	var got *backend.Error
	if !errors.As(err, &got) || got.Code != backend.CodeTransport || got.Status != 0 || !errors.Is(err, boom) {
		t.Errorf("got %#v", err)
	}
	if leaks(err.Error()) || strings.Contains(err.Error(), secretKey) {
		t.Errorf("the error shows too much: %v", err)
	}
}

func TestErrorOfTheContext(t *testing.T) {
	t.Parallel()
	started := make(chan struct{}, 10)
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":`)
		_ = http.NewResponseController(w).Flush()
		started <- struct{}{}
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-started
		cancel()
	}()
	_, err := client.Users.Get(ctx, "user_1")
	if !errors.Is(err, context.Canceled) || !backend.HasCode(err, backend.CodeCanceled) {
		t.Errorf("mid-body: got %v", err)
	}
	_, err = client.Users.Get(ctx, "user_1")
	if !errors.Is(err, context.Canceled) || !backend.HasCode(err, backend.CodeCanceled) {
		t.Errorf("cancelled before: got %v", err)
	}
	ctx, cancel = context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	_, err = client.Users.Get(ctx, "user_1")
	if !errors.Is(err, context.DeadlineExceeded) || !backend.HasCode(err, backend.CodeCanceled) {
		t.Errorf("past the deadline: got %v", err)
	}
}

func TestErrorOfAnUnusableAnswer(t *testing.T) {
	t.Parallel()
	for body, text := range map[string]string{
		`{"id":["hunter2"]}`: "clerk: GET /users/{}: the answer cannot be decoded: a JSON [ at /id does not fit string",
		`{"id":"hunter2`:     "clerk: GET /users/{}: the answer cannot be decoded: no valid JSON from byte 14 on",
		``:                   "clerk: GET /users/{}: the answer is empty",
		`null`:               "clerk: GET /users/{}: the answer is empty",
	} {
		client := setup(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, body) })
		_, err := client.Users.Get(t.Context(), "user_1")
		var got *backend.Error
		if !errors.As(err, &got) || got.Code != backend.CodeInvalidResponse || got.Status != 200 || err.Error() != text {
			t.Errorf("%s: got %v, want %s", body, err, text)
		}
	}
}

// TestErrorRedactsTheKey: an answer that echoes the request shows no key.
func TestErrorRedactsTheKey(t *testing.T) {
	t.Parallel()
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		reply(w, 401, fmt.Sprintf(`{"errors":[{"code":"x","message":%q,"meta":{"h":%[1]q}}]}`, r.Header.Get("Authorization")))
	})
	_, err := client.Users.Get(t.Context(), "user_1")
	for _, verb := range []string{"%v", "%+v", "%#v", "%q"} {
		if printed := fmt.Sprintf(verb, err); strings.Contains(printed, secretKey) {
			t.Errorf("%s shows the key: %s", verb, printed)
		}
	}
	var e *backend.Error
	if !errors.As(err, &e) || e.Errors[0].Message != "Bearer [redacted]" {
		t.Errorf("got %v", err)
	}
}

func TestPredicates(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("loading: %w", &backend.Error{Status: 404, Code: backend.CodeAPIResponse, Errors: []backend.ErrorDetail{{Code: "a"}, {Code: "b"}}})
	for _, test := range []struct {
		name string
		got  bool
		want bool
	}{
		{"IsNotFound", backend.IsNotFound(err), true},
		{"IsRateLimited", backend.IsRateLimited(err), false},
		{"IsUnauthorized", backend.IsUnauthorized(err), false},
		{"HasCode own", backend.HasCode(err, backend.CodeAPIResponse), true},
		{"HasCode second", backend.HasCode(err, "b"), true},
		{"HasCode other", backend.HasCode(err, "c"), false},
		{"IsNotFound of nil", backend.IsNotFound(nil), false},
		{"HasCode of another error", backend.HasCode(io.EOF, "a"), false},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %t", test.name, test.got)
		}
	}
	if text := (&backend.Error{}).Error(); text != "clerk: unknown error" {
		t.Errorf("the zero Error says %q", text)
	}
}

func FuzzErrorBody(f *testing.F) {
	for _, seed := range []string{
		notFound, ``, `null`, `[]`, `{"errors":{}}`, `{"errors":[null,1,{"code":1}]}`, `{"errors":[{"code":"a","meta":{"plan":[],"zxcvbn":1}}]}`,
		`{"clerk_trace_id":7,"errors":[{"message":"a\nb"}]}`, "{\"errors\":[{\"message\":\"\xff\"}]}", `{"errors":[{"code":"a"}],"errors":[]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		client := clientOf(t, backend.Options{SecretKey: secretKey, HTTPClient: &http.Client{
			Transport: roundTripper(func(*http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: 400,
					Header:     http.Header{"Content-Type": {"application/json"}},
					Body:       io.NopCloser(strings.NewReader(string(body))),
				}, nil
			}),
		}})
		_, err := client.Users.Get(t.Context(), "user_1")
		var e *backend.Error
		if !errors.As(err, &e) || e.Status != 400 || e.Code != backend.CodeAPIResponse {
			t.Fatalf("got %v", err)
		}
		if text := err.Error(); strings.ContainsAny(text, "\r\n\x1b\x00") || len(text) > 4096 {
			t.Fatalf("not one line: %q", text)
		}
	})
}
