package clerktest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A listAnswer is one page of a list.
type listAnswer[T any] struct {
	Data       []T `json:"data"`
	TotalCount int `json:"total_count"`
}

// listed answers with the page of a list that a request asks for. Parameters that
// are neither of paging nor among the known ones are refused.
func listed[T any](r *http.Request, all []T, known ...string) (any, error) {
	return listedUpTo(maxLimit, r, all, known...)
}

// listedUpTo is listed for endpoints with another highest limit.
func listedUpTo[T any](most int, r *http.Request, all []T, known ...string) (any, error) {
	return pageOf(most, r, all, func(resource T) T { return resource }, known...)
}

// listedAs is listed for resources that are shown otherwise than they are kept.
func listedAs[T, Shown any](r *http.Request, all []T, show func(T) Shown, known ...string) (any, error) {
	return pageOf(maxLimit, r, all, show, known...)
}

func pageOf[T, Shown any](most int, r *http.Request, all []T, show func(T) Shown, known ...string) (any, error) {
	query := r.URL.Query()
	if err := allow(r, query, append(known, "limit", "offset")...); err != nil {
		return nil, err
	}
	page, err := readPageUpTo(most, query)
	if err != nil {
		return nil, err
	}
	shown := []Shown{}
	for _, resource := range cut(all, page) {
		shown = append(shown, show(resource))
	}
	return listAnswer[Shown]{shown, len(all)}, nil
}

// listedOrBare is listed for endpoints that answer with a bare array unless they are
// asked to paginate.
func listedOrBare[T any](r *http.Request, all []T, known ...string) (any, error) {
	return bare[T](r)(listed(r, all, append(known, "paginated")...))
}

// bare takes the array out of a page unless the request asks to paginate.
func bare[T any](r *http.Request) func(answer any, err error) (any, error) {
	return func(answer any, err error) (any, error) {
		if page, ok := answer.(listAnswer[T]); ok && r.URL.Query().Get("paginated") != "true" {
			return page.Data, nil
		}
		return answer, err
	}
}

// allow refuses parameters that an endpoint does not know: to pass one over would
// answer another question than the one asked.
func allow(r *http.Request, query url.Values, known ...string) error {
	for name := range query {
		if !slices.Contains(known, name) {
			return errUnsupported(r, name)
		}
	}
	return nil
}

// An order compares two resources by a field that order_by may name.
type order[T any] map[string]func(a, b T) int

// sort sorts a list by order_by: a field, with + or - in front. Fallback is the
// order unless told. It is stable, so that equal ones keep the order they came in.
func (o order[T]) sort(r *http.Request, list []T, fallback string) error {
	by := r.URL.Query().Get("order_by")
	if by == "" {
		by = fallback
	}
	descending := strings.HasPrefix(by, "-")
	compare := o[strings.TrimLeft(by, "+- ")] // an unescaped + is a space
	if compare == nil {
		return errUnsupported(r, "order_by")
	}
	if descending {
		slices.Reverse(list)
	}
	slices.SortStableFunc(list, func(a, b T) int {
		if descending {
			a, b = b, a
		}
		return compare(a, b)
	})
	return nil
}

// given reports whether a query has no value for a parameter, or this one among
// others.
func given(query url.Values, name, value string) bool {
	return len(query[name]) == 0 || slices.Contains(query[name], value)
}
