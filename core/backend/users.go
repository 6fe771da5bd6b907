package backend

import "context"

// UserService manages the users of the instance. Reach it as [Client].Users.
//
// See https://clerk.com/docs/reference/backend/overview#users.
type UserService service

// UserBulkParams name users.
type UserBulkParams struct {
	UserIDs []string `json:"user_ids"` // required
}

// UserProfileImageParams hold the picture of a [User].
type UserProfileImageParams struct {
	File File `json:"-"` // required; GIF, JPEG, PNG or WebP
}

// Ban ends all sessions of a user and keeps the user from signing in.
//
//clerk:op POST /users/{user_id}/ban
func (s *UserService) Ban(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/ban", nil, id))
}

// BanBulk bans several users, as [UserService.Ban] does one.
//
//clerk:op POST /users/ban
func (s *UserService) BanBulk(ctx context.Context, params UserBulkParams) (*Page[User], error) {
	return call[Page[User]](ctx, s.client, post("/users/ban", params))
}

// Create creates a user. Its email addresses and phone numbers count as verified
// unless the parameters say otherwise.
//
//clerk:op POST /users
func (s *UserService) Create(ctx context.Context, params UserCreateParams) (*User, error) {
	return call[User](ctx, s.client, post("/users", params))
}

// Delete deletes a user for good.
//
//clerk:op DELETE /users/{user_id}
func (s *UserService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/users/{}", id))
}

// DeleteProfileImage goes back to a generated picture.
//
//clerk:op DELETE /users/{user_id}/profile_image
func (s *UserService) DeleteProfileImage(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, del("/users/{}/profile_image", id))
}

// Get returns the user that has an ID.
//
//clerk:op GET /users/{user_id}
func (s *UserService) Get(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, get("/users/{}", nil, id))
}

// Lock keeps a user from signing in for as long as the instance says.
//
//clerk:op POST /users/{user_id}/lock
func (s *UserService) Lock(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/lock", nil, id))
}

// Unban undoes a ban.
//
//clerk:op POST /users/{user_id}/unban
func (s *UserService) Unban(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/unban", nil, id))
}

// UnbanBulk undoes the bans of several users.
//
//clerk:op POST /users/unban
func (s *UserService) UnbanBulk(ctx context.Context, params UserBulkParams) (*Page[User], error) {
	return call[Page[User]](ctx, s.client, post("/users/unban", params))
}

// Unlock undoes a lock.
//
//clerk:op POST /users/{user_id}/unlock
func (s *UserService) Unlock(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/unlock", nil, id))
}

// Update changes the fields of a user that are set in params. Metadata is changed
// by [UserService.UpdateMetadata], email addresses and phone numbers by services
// of their own.
//
//clerk:op PATCH /users/{user_id}
func (s *UserService) Update(ctx context.Context, id string, params UserUpdateParams) (*User, error) {
	return call[User](ctx, s.client, patch("/users/{}", params, id))
}

// UpdateProfileImage sets the picture of a user.
//
//clerk:op POST /users/{user_id}/profile_image
func (s *UserService) UpdateProfileImage(ctx context.Context, id string, params UserProfileImageParams) (*User, error) {
	return call[User](ctx, s.client, post("/users/{}/profile_image", nil, id).withFile(params.File, params))
}
