package backend

// DeletedObject is what remains of a deleted resource.
type DeletedObject struct {
	ID         string `json:"id,omitzero"`
	Deleted    bool   `json:"deleted"`
	ExternalID string `json:"external_id,omitzero"`
	Object     string `json:"object"` // the kind of resource, such as "user"
	Slug       string `json:"slug,omitzero"`
}

// totalCount is the answer of an operation that counts.
type totalCount struct {
	TotalCount int64 `json:"total_count"`
}
