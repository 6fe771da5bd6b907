package backend

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"reflect"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// pageSize is how many resources an All method asks for at a time where its
// parameters do not say. Every endpoint allows it.
const pageSize = 100

// ListParams select one page.
type ListParams struct {
	Limit  int `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset int `query:"offset"` // how many to skip
}

// Page is one page of a list.
type Page[T any] struct {
	// Data are the resources. No element is nil.
	Data []*T `json:"data"`

	// TotalCount is how many resources match on all pages; 0 where the API
	// answers without a count.
	TotalCount int64 `json:"total_count"`
}

// LogValue logs how many resources there are, and none of them: they may hold
// secrets.
func (p Page[T]) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("data", len(p.Data)), slog.Int64("total_count", p.TotalCount))
}

// UnmarshalJSONFrom decodes the forms in which Clerk sends lists: {data,
// total_count}, {m2m_tokens, total_count} and the bare array.
func (p *Page[T]) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	*p = Page[T]{}
	if decoder.PeekKind() == '[' {
		return p.finish(json.UnmarshalDecode(decoder, &p.Data))
	}
	var envelope struct {
		Data       Opt[[]*T] `json:"data"`
		M2MTokens  Opt[[]*T] `json:"m2m_tokens"`
		TotalCount int64     `json:"total_count"`
	}
	err := json.UnmarshalDecode(decoder, &envelope)
	if err == nil && envelope.Data.IsZero() && envelope.M2MTokens.IsZero() {
		err = errNoList // and not the end of one
	}
	p.Data, p.TotalCount = envelope.Data.Or(envelope.M2MTokens.Or(nil)), envelope.TotalCount
	return p.finish(err)
}

var errNoList = errors.New("the answer holds no list")

func (p *Page[T]) finish(err error) error {
	p.Data = slices.DeleteFunc(p.Data, func(resource *T) bool { return resource == nil })
	return err
}

// pages yields the resources of every page of a list, from its offset on. It asks
// for a page when the one before is used up, and each range begins anew. It yields
// one error at most, as the last thing.
func pages[T any](ctx context.Context, c *Client, o op) iter.Seq2[*T, error] {
	o, limit := o.paged()
	start, _ := strconv.Atoi(o.query.Get("offset"))
	return func(yield func(*T, error) bool) {
		var before *Page[T]
		for offset := start; ; {
			page, err := call[Page[T]](ctx, c, o.with("offset", strconv.Itoa(offset)))
			if err == nil && page.repeats(before) {
				err = &Error{Code: CodeInvalidResponse, op: o.String(), cause: errRepeatedPage}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			before = page
			for _, resource := range page.Data {
				if !yield(resource, nil) {
					return
				}
			}
			offset += len(page.Data)
			if page.last(offset, limit) {
				return
			}
		}
	}
}

// errRepeatedPage ends a walk that would never end.
var errRepeatedPage = errors.New("the next page is the same as the one before")

// repeats reports whether a page is the one before again: the server ignores where
// pages begin. Where there is a count the walk ends anyway.
func (p *Page[T]) repeats(before *Page[T]) bool {
	return before != nil && p.TotalCount == 0 && len(p.Data) > 0 && reflect.DeepEqual(p.Data, before.Data)
}

// last reports whether nothing follows a page that ends at an offset. The count
// decides where there is one, because the API may cap the limit.
func (p *Page[T]) last(end, limit int) bool {
	switch {
	case len(p.Data) == 0:
		return true
	case p.TotalCount > 0:
		return int64(end) >= p.TotalCount
	default:
		return len(p.Data) < limit
	}
}

// paged makes sure that the operation has a limit, and returns it.
func (o op) paged() (op, int) {
	limit, _ := strconv.Atoi(o.query.Get("limit"))
	if limit > 0 {
		return o, limit
	}
	return o.with("limit", strconv.Itoa(pageSize)), pageSize
}
