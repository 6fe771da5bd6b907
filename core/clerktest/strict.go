package clerktest

import (
	"errors"
	"net/http"
)

// exact is a handler of an endpoint that has neither a query nor a body: to pass one
// over would be to answer something else than was asked.
func exact(answer handler) handler {
	return unqueried(func(r *http.Request) (any, error) {
		if err := decode(r, &struct{}{}); err != nil {
			return nil, err
		}
		return answer(r)
	})
}

// unqueried is a handler of an endpoint that has no query.
func unqueried(answer handler) handler {
	return func(r *http.Request) (any, error) {
		if err := allow(r, r.URL.Query()); err != nil {
			return nil, err
		}
		return answer(r)
	}
}

// restated is a handler whose refusals with one status have another: not every
// service of Clerk refuses alike.
func restated(from, to int, answer handler) handler {
	return func(r *http.Request) (any, error) {
		response, err := answer(r)
		if refusal, ok := errors.AsType[*apiError](err); ok && refusal.status == from {
			refusal.status = to
		}
		return response, err
	}
}

// refuseForm refuses members of a form that mean something else than what the local
// Clerk would do.
func refuseForm(r *http.Request, names ...string) error {
	for _, name := range names {
		if r.PostForm.Has(name) {
			return errUnsupported(r, name)
		}
	}
	return nil
}
