package clerktest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// An m2mToken is an opaque token of a machine.
type m2mToken struct {
	backend.M2MToken
	token string
}

// machineKey lets through who sends the instance's secret key or that of a machine.
func machineKey(i *Instance, r *http.Request) error {
	if i.callingMachine(r) != nil {
		return nil
	}
	return secretKey(i, r)
}

// callingMachine returns the machine whose secret key a request has, nil if it has
// another key.
func (i *Instance) callingMachine(r *http.Request) *machine {
	key, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !strings.HasPrefix(key, "ak_") {
		return nil
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.machines.find(func(m *machine) bool { return equalSecret(key, m.secretKey) })
}

// errUnknownToken answers for a token or secret that the instance did not make.
func errUnknownToken(what string) error {
	return &apiError{http.StatusNotFound, "token-invalid", "No " + what + " of this instance has that secret.", ""}
}

func (i *Instance) shownM2MToken(t *m2mToken) backend.M2MToken {
	shown := t.M2MToken
	shown.Expired = !shown.Expiration.IsZero() && !i.now().Before(shown.Expiration.Time)
	return shown
}

func (i *Instance) postM2MToken(r *http.Request) (any, error) {
	var body backend.M2MTokenCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	caller := i.callingMachine(r)
	switch {
	case caller == nil:
		return nil, errKey("A machine's secret key makes tokens of the machine; the secret key of the instance does not.")
	case !body.MinRemainingTTLSeconds.IsZero():
		return nil, errUnsupported(r, "min_remaining_ttl_seconds")
	}
	i.mu.Lock()
	now := i.now()
	seconds := body.SecondsUntilExpiration.Or(float64(caller.DefaultTokenTTL))
	t := &m2mToken{M2MToken: backend.M2MToken{
		Claims: body.Claims, CreatedAt: backend.NewTime(now), Expiration: expiration(now, backend.Value(seconds)), ID: "mt_" + randomHex(16),
		Object: "machine_to_machine_token", RevocationReason: backend.Null[string](), Scopes: slices.Clone(caller.reaches),
		Subject: caller.ID, UpdatedAt: backend.NewTime(now),
	}}
	opaque := body.TokenFormat != backend.M2MTokenJWT
	if opaque {
		t.token = "mt_" + randomText(48)
		i.m2mTokens.add(t.ID, t)
	}
	i.mu.Unlock()
	shown := i.shownM2MToken(t)
	shown.Token = t.token
	if opaque {
		return created{shown}, nil
	}
	custom, err := backend.MetadataAs[map[string]any](body.Claims)
	if err != nil {
		return nil, errInvalid("claims", "must be a JSON object")
	}
	shown.Token, err = i.machineToken(MachineTokenOptions{
		Claims: custom, Machine: caller.ID, Scopes: t.Scopes, TTL: time.Duration(seconds * float64(time.Second)),
	})
	return created{shown}, err
}

func (i *Instance) listM2MTokens(r *http.Request) (any, error) {
	query := r.URL.Query()
	caller := i.callingMachine(r)
	subject := query.Get("subject")
	switch {
	case subject == "":
		return nil, errMissing("subject")
	case caller != nil && caller.ID != subject:
		return nil, errNotFound("machine", subject)
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []backend.M2MToken
	for _, t := range slices.Backward(i.m2mTokens.list) {
		shown := i.shownM2MToken(t)
		if shown.Subject == subject && (!shown.Revoked || query.Get("revoked") == "true") && (!shown.Expired || query.Get("expired") == "true") {
			selected = append(selected, shown)
		}
	}
	answer, err := listed(r, selected, "subject", "revoked", "expired")
	page, ok := answer.(listAnswer[backend.M2MToken])
	if !ok {
		return nil, err
	}
	return struct {
		M2MTokens  []backend.M2MToken `json:"m2m_tokens"`
		TotalCount int                `json:"total_count"`
	}{page.Data, page.TotalCount}, nil
}

func (i *Instance) revokeM2MToken(r *http.Request) (any, error) {
	var body backend.M2MTokenRevokeParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	caller := i.callingMachine(r)
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	t := i.m2mTokens.get(id)
	if t == nil || caller != nil && caller.ID != t.Subject {
		return nil, errNotFound("M2M token", id)
	}
	t.Revoked, t.RevocationReason, t.UpdatedAt = true, optional(body.RevocationReason.Or("")), backend.NewTime(i.now())
	return i.shownM2MToken(t), nil
}

// verifyM2MToken answers for opaque tokens only. Those that are JWTs are verified
// by who gets them.
func (i *Instance) verifyM2MToken(r *http.Request) (any, error) {
	var body backend.M2MTokenVerifyParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	caller := i.callingMachine(r)
	i.mu.Lock()
	defer i.mu.Unlock()
	t := i.m2mTokens.find(func(t *m2mToken) bool { return equalSecret(body.Token, t.token) })
	if t == nil || caller != nil && caller.ID != t.Subject && !slices.Contains(t.Scopes, caller.ID) {
		return nil, errUnknownToken("M2M token")
	}
	t.LastUsedAt = backend.NewTime(i.now())
	return i.shownM2MToken(t), nil
}
