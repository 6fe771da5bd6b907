package backend

import (
	"context"
	"iter"
)

// RedirectURLService manages the URLs that OAuth flows of native applications may
// return to. Reach it as [Client].RedirectURLs.
//
// See https://clerk.com/docs/reference/backend/overview#redirect-urls.
type RedirectURLService service

// RedirectURL is a URL that an OAuth flow may return to.
type RedirectURL struct {
	ID        string `json:"id"`
	CreatedAt Time   `json:"created_at"`
	Object    string `json:"object"` // "redirect_url"
	URL       string `json:"url"`
	UpdatedAt Time   `json:"updated_at"`
}

// RedirectURLCreateParams are the fields of a new [RedirectURL].
type RedirectURLCreateParams struct {
	URL string `json:"url"` // required; https or a scheme of your own, such as "my-app://oauth-callback"
}

// Create allows a URL.
//
//clerk:op POST /redirect_urls
func (s *RedirectURLService) Create(ctx context.Context, params RedirectURLCreateParams) (*RedirectURL, error) {
	return call[RedirectURL](ctx, s.client, post("/redirect_urls", params))
}

// Delete takes a URL off the list.
//
//clerk:op DELETE /redirect_urls/{id}
func (s *RedirectURLService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/redirect_urls/{}", id))
}

// Get returns the URL that has an ID.
//
//clerk:op GET /redirect_urls/{id}
func (s *RedirectURLService) Get(ctx context.Context, id string) (*RedirectURL, error) {
	return call[RedirectURL](ctx, s.client, get("/redirect_urls/{}", nil, id))
}

// List returns one page of the allowed URLs.
//
//clerk:op GET /redirect_urls
func (s *RedirectURLService) List(ctx context.Context, params ListParams) (*Page[RedirectURL], error) {
	return call[Page[RedirectURL]](ctx, s.client, list("/redirect_urls", params))
}

// All yields every allowed URL, fetching pages as it goes.
func (s *RedirectURLService) All(ctx context.Context, params ListParams) iter.Seq2[*RedirectURL, error] {
	return pages[RedirectURL](ctx, s.client, list("/redirect_urls", params))
}
