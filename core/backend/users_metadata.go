package backend

import "context"

// UserMetadataUpdateParams are changes to the metadata of a [User]: objects are
// merged at every depth, and a member that is null is removed.
type UserMetadataUpdateParams struct {
	PrivateMetadata Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  Metadata `json:"public_metadata,omitzero"`
	UnsafeMetadata  Metadata `json:"unsafe_metadata,omitzero"`
}

// UserMetadataReplaceParams are the new metadata of a [User]. What is absent stays
// as it is.
type UserMetadataReplaceParams struct {
	PrivateMetadata Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  Metadata `json:"public_metadata,omitzero"`
	UnsafeMetadata  Metadata `json:"unsafe_metadata,omitzero"`
}

// ReplaceMetadata replaces metadata as a whole. [UserService.UpdateMetadata] is
// safe beside other writers, this is not.
//
//clerk:op PUT /users/{user_id}/metadata
func (s *UserService) ReplaceMetadata(ctx context.Context, id string, params UserMetadataReplaceParams) (*User, error) {
	return call[User](ctx, s.client, put("/users/{}/metadata", params, id))
}

// UpdateMetadata merges metadata into what is there.
//
//clerk:op PATCH /users/{user_id}/metadata
func (s *UserService) UpdateMetadata(ctx context.Context, id string, params UserMetadataUpdateParams) (*User, error) {
	return call[User](ctx, s.client, patch("/users/{}/metadata", params, id))
}
