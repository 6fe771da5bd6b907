package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// MachineService manages the machines that send each other M2M tokens, and which
// of them may reach which. Reach it as [Client].Machines.
//
// See https://clerk.com/docs/reference/backend/overview#machines.
type MachineService service

// Machine is a service of yours that sends and receives M2M tokens.
type Machine struct {
	ID              string    `json:"id"`
	CreatedAt       Time      `json:"created_at"`
	DefaultTokenTTL int64     `json:"default_token_ttl"` // seconds
	InstanceID      string    `json:"instance_id"`
	Name            string    `json:"name"`
	Object          string    `json:"object"`                   // "machine"
	ScopedMachines  []Machine `json:"scoped_machines,omitzero"` // those it may reach; they do not list theirs
	SecretKey       string    `json:"secret_key,omitzero"`      // only when the machine was just made
	UpdatedAt       Time      `json:"updated_at"`
}

// Format prints the machine without its secret key.
func (m Machine) Format(state fmt.State, verb rune) {
	type plain Machine
	hideText(&m.SecretKey)
	printed(state, verb, plain(m))
}

// LogValue logs what Format prints.
func (m Machine) LogValue() slog.Value { return logged(m) }

// MachineScope says that one machine may reach another.
type MachineScope struct {
	CreatedAt     Time   `json:"created_at,omitzero"` // zero once it was deleted
	Deleted       bool   `json:"deleted,omitzero"`
	FromMachineID string `json:"from_machine_id"`
	Object        string `json:"object"` // "machine_scope"
	ToMachineID   string `json:"to_machine_id"`
}

// MachineSecretKey is what a machine proves itself to Clerk with.
type MachineSecretKey struct {
	Object string `json:"object"` // "machine_secret_key"
	Secret string `json:"secret"`
}

// Format prints that there is a secret key.
func (k MachineSecretKey) Format(state fmt.State, verb rune) {
	type plain MachineSecretKey
	hideText(&k.Secret)
	printed(state, verb, plain(k))
}

// LogValue logs what Format prints.
func (k MachineSecretKey) LogValue() slog.Value { return logged(k) }

// MachineCreateParams are the fields of a new [Machine].
type MachineCreateParams struct {
	DefaultTokenTTL Opt[int64] `json:"default_token_ttl,omitzero"` // seconds, at least 1; 3,600 unless set
	Name            string     `json:"name"`                       // required
	ScopedMachines  []string   `json:"scoped_machines,omitzero"`   // IDs of those it may reach, at most 150
}

// MachineUpdateParams are the changes to a [Machine]. What is absent stays.
type MachineUpdateParams struct {
	DefaultTokenTTL Opt[int64]  `json:"default_token_ttl,omitzero"` // seconds, at least 1
	Name            Opt[string] `json:"name,omitzero"`
}

// MachineListParams select and order machines.
type MachineListParams struct {
	Limit   int    `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int    `query:"offset"`   // how many to skip
	OrderBy string `query:"order_by"` // created_at or name, with - in front for descending order
	Query   string `query:"query"`    // an ID or part of a name
}

// MachineScopeCreateParams name the machine to reach.
type MachineScopeCreateParams struct {
	ToMachineID string `json:"to_machine_id"` // required
}

// MachineSecretKeyRotateParams say what becomes of the key before.
type MachineSecretKeyRotateParams struct {
	// PreviousTokenTTL is how many seconds the previous key stays valid: 0 to
	// 28,800. Required.
	PreviousTokenTTL int64 `json:"previous_token_ttl"`
}

// Create makes a machine. The answer holds its secret key.
//
//clerk:op POST /machines
func (s *MachineService) Create(ctx context.Context, params MachineCreateParams) (*Machine, error) {
	return call[Machine](ctx, s.client, post("/machines", params))
}

// CreateScope lets a machine reach another one. A machine has 150 scopes at most.
//
//clerk:op POST /machines/{machine_id}/scopes
func (s *MachineService) CreateScope(ctx context.Context, id string, params MachineScopeCreateParams) (*MachineScope, error) {
	return call[MachineScope](ctx, s.client, post("/machines/{}/scopes", params, id))
}

// Delete deletes a machine.
//
//clerk:op DELETE /machines/{machine_id}
func (s *MachineService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/machines/{}", id))
}

// DeleteScope keeps a machine from reaching another one.
//
//clerk:op DELETE /machines/{machine_id}/scopes/{other_machine_id}
func (s *MachineService) DeleteScope(ctx context.Context, id, otherMachineID string) (*MachineScope, error) {
	return call[MachineScope](ctx, s.client, del("/machines/{}/scopes/{}", id, otherMachineID))
}

// Get returns the machine that has an ID.
//
//clerk:op GET /machines/{machine_id}
func (s *MachineService) Get(ctx context.Context, id string) (*Machine, error) {
	return call[Machine](ctx, s.client, get("/machines/{}", nil, id))
}

// GetSecretKey returns the secret key of a machine.
//
//clerk:op GET /machines/{machine_id}/secret_key
func (s *MachineService) GetSecretKey(ctx context.Context, id string) (*MachineSecretKey, error) {
	return call[MachineSecretKey](ctx, s.client, get("/machines/{}/secret_key", nil, id))
}

// List returns one page of machines.
//
//clerk:op GET /machines
func (s *MachineService) List(ctx context.Context, params MachineListParams) (*Page[Machine], error) {
	return call[Page[Machine]](ctx, s.client, get("/machines", params))
}

// All yields every machine that matches, fetching pages as it goes.
func (s *MachineService) All(ctx context.Context, params MachineListParams) iter.Seq2[*Machine, error] {
	return pages[Machine](ctx, s.client, get("/machines", params))
}

// RotateSecretKey gives a machine a new secret key, and returns it.
//
//clerk:op POST /machines/{machine_id}/secret_key/rotate
func (s *MachineService) RotateSecretKey(ctx context.Context, id string, params MachineSecretKeyRotateParams) (*MachineSecretKey, error) {
	return call[MachineSecretKey](ctx, s.client, post("/machines/{}/secret_key/rotate", params, id))
}

// Update changes the fields of a machine that are set in params.
//
//clerk:op PATCH /machines/{machine_id}
func (s *MachineService) Update(ctx context.Context, id string, params MachineUpdateParams) (*Machine, error) {
	return call[Machine](ctx, s.client, patch("/machines/{}", params, id))
}
