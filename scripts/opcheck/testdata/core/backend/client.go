// Package backend is as much of core/backend as opcheck looks at.
package backend

import (
	"context"
	"iter"
	"time"
)

// Client runs operations.
type Client struct {
	Items *ItemService
}

type service struct{ client *Client }

type op struct{}

func get(path string, query any, ids ...string) op  { return op{} }
func list(path string, query any, ids ...string) op { return op{} }
func post(path string, body any, ids ...string) op  { return op{} }
func put(path string, body any, ids ...string) op   { return op{} }
func del(path string, ids ...string) op             { return op{} }

func (o op) with(name, value string) op             { return o }
func (o op) withFile(file File, fields any) op      { return o }
func (o op) withQuery(query any) op                 { return o }
func (o op) withoutVersion() op                     { return o }
func send(_ context.Context, _ *Client, _ op) error { return nil }

func call[T any](_ context.Context, _ *Client, _ op) (*T, error) { return new(T), nil }

func pages[T any](_ context.Context, _ *Client, _ op) iter.Seq2[*T, error] { return nil }

// File is a file.
type File struct{}

// Opt may be absent or null.
type Opt[T any] struct{ value T }

// Page is one page.
type Page[T any] struct{ Data []*T }

// Metadata is a JSON object.
type Metadata struct{ raw string }

// Time is Unix milliseconds.
type Time struct{ time.Time }

// Odd has an encoding of its own.
type Odd struct{}

// MarshalJSON encodes it.
func (Odd) MarshalJSON() ([]byte, error) { return nil, nil }
