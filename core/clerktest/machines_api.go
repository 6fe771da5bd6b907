package clerktest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

const (
	machineTokenSeconds = 3600 // of machines, unless told
	maxPreviousSeconds  = 28_800
	maxScopes           = 150
)

// A machine is a machine, its secret key and which others it may reach.
type machine struct {
	backend.Machine
	digest        digest    // of the secret key
	previousUntil time.Time // when secret keys before the last rotation end
	reaches       []string  // IDs
	secretKey     string    // "" for one of a [Seed], which has the digest only
}

// MachineParams describe a machine of an [Instance].
type MachineParams struct {
	Name   string   // default "machine"
	Scopes []string // the IDs of the machines that it may reach
}

// CreateMachine adds a machine. The answer holds its secret key, for
// core.Options.MachineSecretKey.
func (i *Instance) CreateMachine(params MachineParams) *backend.Machine {
	i.helper()
	if params.Name == "" {
		params.Name = "machine"
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	m, err := i.addMachine(backend.MachineCreateParams{Name: params.Name, ScopedMachines: params.Scopes})
	if err != nil {
		i.fail(err)
		return nil
	}
	shown := i.shownMachine(m)
	shown.SecretKey = m.secretKey
	return &shown
}

// addMachine stores a machine. The caller holds mu.
func (i *Instance) addMachine(body backend.MachineCreateParams) (*machine, error) {
	switch {
	case body.Name == "":
		return nil, errMissing("name")
	case body.DefaultTokenTTL.Or(1) < 1:
		return nil, errInvalid("default_token_ttl", "must be 1 or more")
	case len(body.ScopedMachines) > maxScopes:
		return nil, errInvalid("scoped_machines", "must be 150 at most")
	}
	for _, id := range body.ScopedMachines {
		if i.machines.get(id) == nil {
			return nil, errInvalid("scoped_machines", "has one that is no machine of the instance")
		}
	}
	now := backend.NewTime(i.now())
	m := &machine{
		reaches: slices.Clone(body.ScopedMachines), secretKey: "ak_" + randomText(48),
		Machine: backend.Machine{
			CreatedAt: now, DefaultTokenTTL: body.DefaultTokenTTL.Or(machineTokenSeconds), ID: newID("mch_"),
			InstanceID: i.instanceID, Name: body.Name, Object: "machine", UpdatedAt: now,
		},
	}
	m.digest = digestOf(m.secretKey)
	i.machines.add(m.ID, m)
	i.machines.keepDigest(m.digest, m)
	return m, nil
}

// shownMachine is a machine with those it may reach. The caller holds mu.
func (i *Instance) shownMachine(m *machine) backend.Machine {
	shown := m.Machine
	shown.ScopedMachines = []backend.Machine{}
	for _, id := range m.reaches {
		if other := i.machines.get(id); other != nil {
			shown.ScopedMachines = append(shown.ScopedMachines, other.Machine)
		}
	}
	return shown
}

var machineOrders = order[backend.Machine]{
	"created_at": func(a, b backend.Machine) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"name":       func(a, b backend.Machine) int { return strings.Compare(a.Name, b.Name) },
}

func (i *Instance) listMachines(r *http.Request) (any, error) {
	text := r.URL.Query().Get("query")
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []backend.Machine
	for _, m := range i.machines.list {
		if text == "" || m.ID == text || contains(text, m.Name) {
			selected = append(selected, i.shownMachine(m))
		}
	}
	if err := machineOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listed(r, selected, "query", "order_by")
}

func (i *Instance) postMachine(r *http.Request) (any, error) {
	var body backend.MachineCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	m, err := i.addMachine(body)
	if err != nil {
		return nil, err
	}
	shown := i.shownMachine(m)
	shown.SecretKey = m.secretKey
	return shown, nil
}

// withMachine answers about the machine that a path names.
func (i *Instance) withMachine(answer func(r *http.Request, m *machine) (any, error)) handler {
	return func(r *http.Request) (any, error) {
		i.mu.Lock()
		defer i.mu.Unlock()
		id := r.PathValue("id")
		m := i.machines.get(id)
		if m == nil {
			return nil, errNotFound("machine", id)
		}
		return answer(r, m)
	}
}

func (i *Instance) getMachine(_ *http.Request, m *machine) (any, error) {
	return i.shownMachine(m), nil
}

func (i *Instance) patchMachine(r *http.Request, m *machine) (any, error) {
	var body backend.MachineUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if body.DefaultTokenTTL.Or(1) < 1 {
		return nil, errInvalid("default_token_ttl", "must be 1 or more")
	}
	m.DefaultTokenTTL = body.DefaultTokenTTL.Or(m.DefaultTokenTTL)
	m.Name = body.Name.Or(m.Name)
	m.UpdatedAt = backend.NewTime(i.now())
	return i.shownMachine(m), nil
}

func (i *Instance) deleteMachine(_ *http.Request, m *machine) (any, error) {
	i.machines.remove(m.ID)
	return backend.DeletedObject{Deleted: true, ID: m.ID, Object: "machine"}, nil
}

func (i *Instance) getMachineSecretKey(_ *http.Request, m *machine) (any, error) {
	if m.secretKey == "" {
		return nil, errDigestOnly("machine")
	}
	return backend.MachineSecretKey{Object: "machine_secret_key", Secret: m.secretKey}, nil
}

// rotateMachineSecretKey replaces the key. The previous one works for as long as is
// asked for.
func (i *Instance) rotateMachineSecretKey(r *http.Request, m *machine) (any, error) {
	var body backend.MachineSecretKeyRotateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if body.PreviousTokenTTL < 0 || body.PreviousTokenTTL > maxPreviousSeconds {
		return nil, errInvalid("previous_token_ttl", "must be from 0 to 28800")
	}
	i.machines.dropSecrets(m)
	i.machines.keepDigest(m.digest, m)
	m.previousUntil = i.now().Add(time.Duration(body.PreviousTokenTTL) * time.Second)
	m.secretKey = "ak_" + randomText(48)
	m.digest = digestOf(m.secretKey)
	i.machines.keepDigest(m.digest, m)
	return i.getMachineSecretKey(r, m)
}

func (i *Instance) postMachineScope(r *http.Request, m *machine) (any, error) {
	var body backend.MachineScopeCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	switch {
	case i.machines.get(body.ToMachineID) == nil:
		return nil, errNotFound("machine", body.ToMachineID)
	case len(m.reaches) >= maxScopes:
		return nil, errInvalid("to_machine_id", "is one too many: a machine has 150 scopes at most")
	}
	if !slices.Contains(m.reaches, body.ToMachineID) {
		m.reaches = append(m.reaches, body.ToMachineID)
	}
	return backend.MachineScope{CreatedAt: backend.NewTime(i.now()), FromMachineID: m.ID, Object: "machine_scope", ToMachineID: body.ToMachineID}, nil
}

func (i *Instance) deleteMachineScope(r *http.Request, m *machine) (any, error) {
	other := r.PathValue("other")
	if !slices.Contains(m.reaches, other) {
		return nil, errNotFound("machine scope", other)
	}
	m.reaches = slices.DeleteFunc(m.reaches, func(id string) bool { return id == other })
	return backend.MachineScope{Deleted: true, FromMachineID: m.ID, Object: "machine_scope", ToMachineID: other}, nil
}
