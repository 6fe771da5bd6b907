package backend

import "context"

// UserService manages the users of the instance. Reach it as [Client].Users.
//
// See https://clerk.com/docs/reference/backend/overview#users.
type UserService service

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

// Get returns the user that has an ID.
//
//clerk:op GET /users/{user_id}
func (s *UserService) Get(ctx context.Context, id string) (*User, error) {
	return call[User](ctx, s.client, get("/users/{}", nil, id))
}

// Update changes the fields of a user that are set in params.
//
//clerk:op PATCH /users/{user_id}
func (s *UserService) Update(ctx context.Context, id string, params UserUpdateParams) (*User, error) {
	return call[User](ctx, s.client, patch("/users/{}", params, id))
}
