package backend

import (
	"context"
	"iter"
	"time"
)

// ItemService has items.
type ItemService service

// ItemStatus is where an item stands.
type ItemStatus string

// The values of [ItemStatus].
const (
	ItemOpen ItemStatus = "open"
	ItemShut ItemStatus = "shut"
)

// Level is how high something is.
type Level string

// The values of [Level].
const (
	LevelHigh Level = "high"
	LevelLow  Level = "low"
)

// HintMode switches a hint.
type HintMode string

// The values of [HintMode].
const (
	HintOff HintMode = "off"
	HintOn  HintMode = "on"
)

// ProofState is where a proof stands.
type ProofState string

// The values of [ProofState].
const (
	ProofExpired ProofState = "expired"
	ProofFailed  ProofState = "failed"
	ProofProved  ProofState = "proved"
)

// Item is an item.
type Item struct {
	ID        string            `json:"id"`
	Actor     Metadata          `json:"actor"`
	Children  []Item            `json:"children,omitzero"`
	Count     int64             `json:"count"`
	CreatedAt Time              `json:"created_at"`
	ErasedAt  Time              `json:"erased_at,omitzero"`
	Hidden    bool              `json:"hidden"`
	Labels    map[string]string `json:"labels,omitzero"`
	// Legacy is old.
	//
	// Deprecated: use Note.
	Legacy    string        `json:"legacy,omitzero"`
	ListOrNot Opt[[]string] `json:"list_or_not,omitzero"`
	Name      Opt[string]   `json:"name,omitzero"`
	Note      string        `json:"note,omitzero"`
	Object    string        `json:"object"`
	Owner     *Owner        `json:"owner"`
	Proof     *Proof        `json:"proof"`
	Ratio     Opt[float64]  `json:"ratio,omitzero"`
	Status    ItemStatus    `json:"status"`
}

// ItemWithSecret is an item and its secret.
type ItemWithSecret struct {
	Item
	Secret string `json:"secret"`
}

// Owner has an item.
type Owner struct {
	ID string `json:"id"`
}

// Proof is a proof of any kind.
type Proof struct {
	Attempts int64      `json:"attempts,omitzero"`
	Kind     string     `json:"kind"`
	State    ProofState `json:"state"`
	URL      string     `json:"url,omitzero"`
}

// ItemCreateParams are the fields of an item.
type ItemCreateParams struct {
	At         Opt[time.Time]         `json:"at,omitzero"`
	Claims     Metadata               `json:"claims,omitzero"`
	Headers    map[string][]string    `json:"headers,omitzero"`
	Hint       Opt[Hint]              `json:"hint,omitzero"`
	Labels     map[string]Opt[string] `json:"labels,omitzero"`
	Level      Level                  `json:"level,omitzero"`
	LevelOrNot Opt[Level]             `json:"level_or_not,omitzero"`
	Name       string                 `json:"name"`
	// Old is old.
	//
	// Deprecated: it does nothing.
	Old       Opt[bool]     `json:"old,omitzero"`
	Parent    Opt[string]   `json:"parent"`
	Ratio     Opt[float64]  `json:"ratio,omitzero"`
	Size      Size          `json:"size"`
	Tags      []string      `json:"tags,omitzero"`
	TagsOrNot Opt[[]string] `json:"tags_or_not,omitzero"`
}

// Hint is a hint.
type Hint struct {
	Mode   HintMode    `json:"mode"`
	Source Opt[string] `json:"source,omitzero"`
}

// Size is a size.
type Size struct {
	Width int64 `json:"width"`
}

// ItemListParams select items.
type ItemListParams struct {
	Active         Opt[bool]  `query:"active"`
	CreatedAtAfter time.Time  `query:"created_at_after"`
	Limit          int        `query:"limit"`
	MaxSize        Opt[int64] `query:"max_size"`
	Offset         int        `query:"offset"`
	// OldName is old.
	//
	// Deprecated: use Tag.
	OldName  string     `query:"old_name"`
	Order    []string   `query:"order,comma"`
	Status   ItemStatus `query:"status"`
	Tag      []string   `query:"tag"`
	Verified Opt[bool]  `query:"verified"`
}

// List returns a page.
//
//clerk:op GET /items
func (s *ItemService) List(ctx context.Context, params ItemListParams) (*Page[Item], error) {
	return call[Page[Item]](ctx, s.client, list("/items", params))
}

// All yields all.
func (s *ItemService) All(ctx context.Context, params ItemListParams) iter.Seq2[*Item, error] {
	return pages[Item](ctx, s.client, list("/items", params))
}

// Create makes an item.
//
//clerk:op POST /items
func (s *ItemService) Create(ctx context.Context, params ItemCreateParams) (*Item, error) {
	create := post("/items", params)
	return call[Item](ctx, s.client, create)
}

// ItemBulkParams are the fields of one of many items.
type ItemBulkParams struct {
	Name string `json:"name"`
}

// CreateBulk makes items.
//
//clerk:op POST /items/bulk
func (s *ItemService) CreateBulk(ctx context.Context, params []ItemBulkParams) (*Page[Item], error) {
	return call[Page[Item]](ctx, s.client, post("/items/bulk", params).withoutVersion())
}

// ItemDeleteParams say when to delete.
type ItemDeleteParams struct {
	Now Opt[bool] `query:"now"`
}

// Delete deletes an item.
//
//clerk:op DELETE /items/{item_id}
func (s *ItemService) Delete(ctx context.Context, id string, params ItemDeleteParams) error {
	return send(ctx, s.client, del("/items/{}", id).withQuery(params))
}

// Get returns an item.
//
//clerk:op GET /items/{item_id}
func (s *ItemService) Get(ctx context.Context, id string) (*ItemWithSecret, error) {
	return call[ItemWithSecret](ctx, s.client, get("/items/{}", nil, id))
}

// LogoParams are what goes with a logo.
type LogoParams struct {
	File     File   `json:"-"`
	Uploader string `json:"uploader,omitzero"`
}

// UploadLogo sets the logo.
//
//clerk:op PUT /items/{item_id}/logo
func (s *ItemService) UploadLogo(ctx context.Context, id string, params LogoParams) (*Item, error) {
	return call[Item](ctx, s.client, put("/items/{}/logo", nil, id).withFile(params.File, params))
}

// Part is a part.
type Part struct {
	ID     string `json:"id"`
	MadeAt Time   `json:"made_at,omitzero"`
}

// GetPart returns a part.
//
// Deprecated: parts are no more.
//
//clerk:op GET /items/{item_id}/parts/{part_id}
func (s *ItemService) GetPart(ctx context.Context, itemID, id string) (*Part, error) {
	return call[Part](ctx, s.client, get("/items/{}/parts/{}", nil, itemID, id))
}

// Rules returns the rules.
//
//clerk:op GET /rules
func (s *ItemService) Rules(ctx context.Context) (*Metadata, error) {
	return call[Metadata](ctx, s.client, get("/rules", nil))
}

// Ring rings. The specification lacks this operation.
//
//clerk:op GET /items/{item_id}/ring
func (s *ItemService) Ring(ctx context.Context, id, tone string) error {
	return send(ctx, s.client, get("/items/{}/ring", nil, id).with("tone", tone))
}
