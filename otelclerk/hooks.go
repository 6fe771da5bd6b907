package otelclerk

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

// scope names this package in traces and metrics.
const scope = "github.com/clerkgo/clerk-go/otelclerk"

// Options say where traces and metrics go. The zero value of each field is the global
// provider of package otel.
type Options struct {
	MeterProvider  metric.MeterProvider
	TracerProvider trace.TracerProvider
}

// NewHooks returns hooks for [core.Options]. Several clients may share them. The error is
// that of the meter provider. The gauge is observed for as long as the meter provider
// lives, so build hooks once.
func NewHooks(options Options) (core.Hooks, error) {
	if options.MeterProvider == nil {
		options.MeterProvider = otel.GetMeterProvider()
	}
	if options.TracerProvider == nil {
		options.TracerProvider = otel.GetTracerProvider()
	}
	i := &instruments{tracer: options.TracerProvider.Tracer(scope)}
	meter := options.MeterProvider.Meter(scope)
	var failed [4]error
	i.authentications, failed[0] = meter.Int64Counter("clerk.authentications", metric.WithUnit("{request}"),
		metric.WithDescription("Requests that were authenticated"))
	i.calls, failed[1] = meter.Float64Histogram("clerk.call.duration", metric.WithUnit("s"),
		metric.WithDescription("Calls of the Backend API, retries included"))
	i.loads, failed[2] = meter.Int64Counter("clerk.keys.loads", metric.WithUnit("{attempt}"),
		metric.WithDescription("Attempts to load the keys of an instance"))
	_, failed[3] = meter.Float64ObservableGauge("clerk.keys.age", metric.WithUnit("s"),
		metric.WithDescription("Since the keys of an instance were loaded"), metric.WithFloat64Callback(i.observeAges))
	if err := errors.Join(failed[:]...); err != nil {
		return core.Hooks{}, err
	}
	return core.Hooks{Authenticate: i.authenticate, Call: i.call, LoadKeys: i.loadKeys}, nil
}

// instruments are what the hooks share.
type instruments struct {
	tracer          trace.Tracer
	authentications metric.Int64Counter
	calls           metric.Float64Histogram
	loads           metric.Int64Counter
	loaded          sync.Map // when the keys of an instance were last loaded, by its host
}

// authenticate is [core.Hooks].Authenticate.
func (i *instruments) authenticate(ctx context.Context) (context.Context, func(core.Authentication)) {
	ctx, span := i.tracer.Start(ctx, "clerk.authenticate")
	return ctx, func(a core.Authentication) {
		attributes := []attribute.KeyValue{
			attribute.String("clerk.status", string(a.Status)),
			attribute.String("clerk.reason", string(a.Reason)),
			attribute.String("clerk.token_type", string(a.TokenType)),
		}
		if a.Err != nil {
			attributes = []attribute.KeyValue{attribute.String("clerk.status", "error"), errorType(a.Err)}
		}
		i.authentications.Add(ctx, 1, metric.WithAttributes(attributes...))
		end(span, a.Err, attributes)
	}
}

// call is [core.Hooks].Call.
func (i *instruments) call(ctx context.Context, call backend.Call) (context.Context, func(backend.CallResult)) {
	began := time.Now()
	attributes := []attribute.KeyValue{
		attribute.String("http.request.method", call.Method),
		attribute.String("url.template", call.Path),
	}
	ctx, span := i.tracer.Start(ctx, call.Method+" "+call.Path, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attributes...))
	return ctx, func(r backend.CallResult) {
		var more []attribute.KeyValue
		if r.Err != nil {
			more = append(more, errorType(r.Err))
		}
		failed, ok := errors.AsType[*backend.Error](r.Err)
		if ok && failed.Status != 0 {
			more = append(more, attribute.Int("http.response.status_code", failed.Status))
		}
		i.calls.Record(ctx, time.Since(began).Seconds(), metric.WithAttributes(append(attributes, more...)...))
		if ok && failed.TraceID != "" {
			more = append(more, attribute.String("clerk.trace_id", failed.TraceID))
		}
		if r.Attempts > 1 {
			more = append(more, attribute.Int("http.request.resend_count", r.Attempts-1))
		}
		end(span, r.Err, more)
	}
}

// loadKeys is [core.Hooks].LoadKeys.
func (i *instruments) loadKeys(ctx context.Context, host string) (context.Context, func(error)) {
	attributes := []attribute.KeyValue{attribute.String("clerk.instance", host)}
	ctx, span := i.tracer.Start(ctx, "clerk.keys.load", trace.WithAttributes(attributes...))
	return ctx, func(err error) {
		if err == nil {
			i.loaded.Store(host, time.Now())
		} else {
			attributes = append(attributes, errorType(err))
		}
		i.loads.Add(ctx, 1, metric.WithAttributes(attributes...))
		end(span, err, attributes)
	}
}

// observeAges tells how old the keys of each instance are.
func (i *instruments) observeAges(_ context.Context, observer metric.Float64Observer) error {
	i.loaded.Range(func(host, at any) bool {
		observer.Observe(time.Since(at.(time.Time)).Seconds(), metric.WithAttributes(attribute.String("clerk.instance", host.(string))))
		return true
	})
	return nil
}

// end ends a span. Errors of this project hold no secret.
func end(span trace.Span, err error, attributes []attribute.KeyValue) {
	span.SetAttributes(attributes...)
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
	}
	span.End()
}

// errorType returns the attribute error.type: the stable code of an error.
func errorType(err error) attribute.KeyValue {
	kind := "_OTHER"
	if e, ok := errors.AsType[*core.TokenError](err); ok {
		kind = string(e.Reason)
	} else if e, ok := errors.AsType[*core.Error](err); ok {
		kind = e.Code
	} else if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		kind = backend.CodeCanceled
	}
	return attribute.String("error.type", kind)
}
