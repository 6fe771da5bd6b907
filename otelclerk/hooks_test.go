package otelclerk_test

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/otelclerk"
	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// observed is an instance, an authenticator of it, and what was traced and counted.
type observed struct {
	inst          *clerktest.Instance
	client        *core.Client
	authenticator *core.Authenticator
	spans         *tracetest.SpanRecorder
	metrics       *metric.ManualReader
}

func observe(t *testing.T) *observed {
	t.Helper()
	o := &observed{inst: clerktest.Start(t), spans: tracetest.NewSpanRecorder(), metrics: metric.NewManualReader()}
	hooks, err := otelclerk.NewHooks(otelclerk.Options{
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(o.metrics)),
		TracerProvider: trace.NewTracerProvider(trace.WithSpanProcessor(o.spans)),
	})
	if err != nil {
		t.Fatal(err)
	}
	options := o.inst.Options()
	options.Hooks, options.Logger, options.Retry.MaxAttempts = hooks, slog.New(slog.DiscardHandler), 2
	if o.client, err = core.NewClient(options); err != nil {
		t.Fatal(err)
	}
	if o.authenticator, err = o.client.NewAuthenticator(core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *observed) authenticate(t *testing.T, credential string) {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	if credential != "" {
		r.Header.Set("Authorization", "Bearer "+credential)
	}
	if _, err := o.authenticator.Authenticate(t.Context(), core.FromHTTP(r)); err != nil {
		t.Fatal(err)
	}
}

// lines are the spans that have ended, with their parents and attributes.
func (o *observed) lines() []string {
	names := map[string]string{}
	for _, span := range o.spans.Ended() {
		names[span.SpanContext().SpanID().String()] = span.Name()
	}
	var lines []string
	for _, span := range o.spans.Ended() {
		line := fmt.Sprintf("%s <%s> %s %s", span.Name(), names[span.Parent().SpanID().String()], span.Status().Code, attributes(span.Attributes()...))
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

func attributes(list ...attribute.KeyValue) string {
	var words []string
	for _, a := range list {
		value := a.Value.Emit()
		if strings.HasSuffix(string(a.Key), "instance") {
			value = "HOST"
		}
		if a.Key == "clerk.trace_id" {
			value = "TRACE"
		}
		words = append(words, string(a.Key)+"="+value)
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// counts are the metrics, with their attributes and how often they were counted.
func (o *observed) counts(t *testing.T) []string {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := o.metrics.Collect(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	var lines []string
	add := func(name string, set attribute.Set, n any) {
		lines = append(lines, fmt.Sprintf("%s{%s} %v", name, attributes(set.ToSlice()...), n))
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, point := range data.DataPoints {
					add(m.Name, point.Attributes, point.Value)
				}
			case metricdata.Histogram[float64]:
				for _, point := range data.DataPoints {
					add(m.Name, point.Attributes, point.Count)
				}
			case metricdata.Gauge[float64]:
				for _, point := range data.DataPoints {
					add(m.Name, point.Attributes, point.Value >= 0 && point.Value < 60) // seconds, since a moment ago
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func TestHooks(t *testing.T) {
	t.Parallel()
	o := observe(t)
	user := o.inst.CreateUser(clerktest.UserParams{})
	o.authenticate(t, o.inst.Token(user, clerktest.TokenOptions{TTL: time.Hour}))
	o.authenticate(t, "garbage")
	o.authenticate(t, "")
	if _, err := o.client.Users.Get(t.Context(), "user_unknown"); err == nil {
		t.Error("found a user who is not there")
	}
	o.inst.Disrupt("GET /bapi/v1/users/{id}", clerktest.Disruption{Status: 502, Times: 1})
	if _, err := o.client.Users.Get(t.Context(), user.ID); err != nil {
		t.Error(err)
	}
	wantSpans := []string{
		"GET /jwks <clerk.keys.load> Unset http.request.method=GET url.template=/jwks",
		"clerk.keys.load <> Unset clerk.instance=HOST",
		"clerk.authenticate <> Unset clerk.reason= clerk.status=signed-in clerk.token_type=session_token",
		"clerk.authenticate <> Unset clerk.reason=token-invalid clerk.status=signed-out clerk.token_type=session_token",
		"clerk.authenticate <> Unset clerk.reason=dev-browser-missing clerk.status=signed-out clerk.token_type=session_token",
		"GET /users/{} <> Error clerk.trace_id=TRACE error.type=api_response_error http.request.method=GET http.response.status_code=404 url.template=/users/{}",
		"GET /users/{} <> Unset http.request.method=GET http.request.resend_count=1 url.template=/users/{}",
	}
	if diff := cmp.Diff(wantSpans, o.lines()); diff != "" {
		t.Errorf("spans (-want +got)\n%s", diff)
	}
	wantCounts := []string{
		"clerk.authentications{clerk.reason= clerk.status=signed-in clerk.token_type=session_token} 1",
		"clerk.authentications{clerk.reason=dev-browser-missing clerk.status=signed-out clerk.token_type=session_token} 1",
		"clerk.authentications{clerk.reason=token-invalid clerk.status=signed-out clerk.token_type=session_token} 1",
		"clerk.call.duration{error.type=api_response_error http.request.method=GET http.response.status_code=404 url.template=/users/{}} 1",
		"clerk.call.duration{http.request.method=GET url.template=/jwks} 1",
		"clerk.call.duration{http.request.method=GET url.template=/users/{}} 1",
		"clerk.keys.age{clerk.instance=HOST} true",
		"clerk.keys.loads{clerk.instance=HOST} 1",
	}
	if diff := cmp.Diff(wantCounts, o.counts(t)); diff != "" {
		t.Errorf("metrics (-want +got)\n%s", diff)
	}
}

// A load that fails makes keys no younger.
func TestHooksInAnOutage(t *testing.T) {
	t.Parallel()
	o := observe(t)
	o.inst.Disrupt("/bapi/", clerktest.Disruption{Status: 401, Code: "clerk_key_invalid"})
	if err := o.client.Ready(t.Context()); err == nil {
		t.Error("ready without keys")
	}
	counts := strings.Join(o.counts(t), "\n")
	if !strings.Contains(counts, "clerk.keys.loads{clerk.instance=HOST error.type=secret-key-invalid}") || strings.Contains(counts, "clerk.keys.age") {
		t.Error(counts)
	}
}
