package clerktest

import (
	"net/http"
	"reflect"
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
	i.mu.RLock()
	machine := i.callingMachine(r)
	i.mu.RUnlock()
	if machine != nil {
		return nil
	}
	return secretKey(i, r)
}

// callingMachine returns the machine whose secret key a request has, nil if it has
// another key. The caller holds mu.
func (i *Instance) callingMachine(r *http.Request) *machine {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil
	}
	m := i.machines.secretOf(key)
	if m == nil || digestOf(key) != m.digest && !i.now().Before(m.previousUntil) {
		return nil
	}
	return m
}

// errUnknownToken answers for a token or secret that is no good: clients take every
// other answer for a yes and look no further.
func errUnknownToken(what string) error {
	return &apiError{http.StatusNotFound, "resource_not_found", "No " + what + " of this instance that is valid has that secret.", ""}
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
	i.mu.Lock()
	defer i.mu.Unlock()
	caller := i.callingMachine(r)
	if caller == nil {
		return nil, errKey("A machine's secret key makes tokens of the machine; the secret key of the instance does not.")
	}
	seconds := body.SecondsUntilExpiration.Or(float64(caller.DefaultTokenTTL))
	custom, err := backend.MetadataAs[map[string]any](orEmpty(body.Claims))
	switch {
	case err != nil:
		return nil, errInvalid("claims", "must be a JSON object")
	case !(seconds > 0 && seconds <= maxTokenSeconds):
		return nil, errInvalid("seconds_until_expiration", "must be above 0, and 315360000 at most")
	}
	if least, ok := body.MinRemainingTTLSeconds.Get(); ok && body.TokenFormat != backend.M2MTokenJWT {
		if t := i.reusableM2MToken(caller, body.Claims, least); t != nil {
			return created{i.newlyShownM2MToken(t)}, nil
		}
	}
	t := i.newM2MToken(caller, body.Claims, seconds)
	switch body.TokenFormat {
	case "", backend.M2MTokenOpaque:
		t.token = "mt_" + randomText(48)
		i.m2mTokens.add(t.ID, t)
		i.m2mTokens.keep(t.token, t)
	case backend.M2MTokenJWT:
		t.token, err = i.signedM2MToken(t, custom, seconds)
	default:
		return nil, errInvalid("token_format", "must be opaque or jwt")
	}
	return created{i.newlyShownM2MToken(t)}, err
}

// newM2MToken makes a token of a machine. The caller holds mu.
func (i *Instance) newM2MToken(m *machine, claims backend.Metadata, seconds float64) *m2mToken {
	now := i.now()
	return &m2mToken{M2MToken: backend.M2MToken{
		Claims: claims, CreatedAt: backend.NewTime(now), Expiration: expiration(now, backend.Value(seconds)), ID: "mt_" + randomHex(16),
		Object: "machine_to_machine_token", RevocationReason: backend.Null[string](), Scopes: append([]string{}, m.reaches...),
		Subject: m.ID, UpdatedAt: backend.NewTime(now),
	}}
}

// signedM2MToken is a token in its JWT form, which the instance does not keep. The
// caller holds mu.
func (i *Instance) signedM2MToken(t *m2mToken, custom map[string]any, seconds float64) (string, error) {
	custom["jti"] = t.ID
	return i.machineTokenBy(i.key, MachineTokenOptions{
		Claims: custom, Machine: t.Subject, Scopes: t.Scopes, TTL: max(time.Second, time.Duration(seconds*float64(time.Second))),
	})
}

// reusableM2MToken returns a token that a machine has already, with the same claims
// and scopes and some seconds to live, nil if there is none. The caller holds mu.
func (i *Instance) reusableM2MToken(m *machine, claims backend.Metadata, seconds int64) *m2mToken {
	return i.m2mTokens.find(func(t *m2mToken) bool {
		left := t.Expiration.Sub(i.now())
		return t.Subject == m.ID && !t.Revoked && left >= time.Duration(seconds)*time.Second &&
			reflect.DeepEqual(object(t.Claims), object(claims)) && slices.Equal(t.Scopes, m.reaches)
	})
}

// newlyShownM2MToken is a token with its secret.
func (i *Instance) newlyShownM2MToken(t *m2mToken) backend.M2MToken {
	shown := i.shownM2MToken(t)
	shown.Token = t.token
	return shown
}

func (i *Instance) listM2MTokens(r *http.Request) (any, error) {
	query := r.URL.Query()
	i.mu.RLock()
	defer i.mu.RUnlock()
	caller := i.callingMachine(r)
	subject := query.Get("subject")
	switch {
	case subject == "":
		return nil, errMissing("subject")
	case caller != nil && caller.ID != subject, i.machines.get(subject) == nil:
		return nil, errNotFound("machine", subject)
	}
	var selected []backend.M2MToken
	for _, t := range slices.Backward(i.m2mTokens.list) {
		shown := i.shownM2MToken(t)
		if shown.Subject == subject && (!shown.Revoked || query.Get("revoked") == "true") && (!shown.Expired || query.Get("expired") == "true") {
			selected = append(selected, shown)
		}
	}
	answer, err := listedUpTo(machineLimit, r, selected, "subject", "revoked", "expired")
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
	i.mu.Lock()
	defer i.mu.Unlock()
	caller := i.callingMachine(r)
	id := r.PathValue("id")
	t := i.m2mTokens.get(id)
	if t == nil || caller != nil && caller.ID != t.Subject {
		return nil, errNotFound("M2M token", id)
	}
	t.Revoked, t.RevocationReason, t.UpdatedAt = true, optional(body.RevocationReason.Or("")), backend.NewTime(i.now())
	return i.shownM2MToken(t), nil
}

// verifyM2MToken answers for opaque tokens only. Those that are JWTs are verified by
// who gets them. A machine may ask about tokens that are for it.
func (i *Instance) verifyM2MToken(r *http.Request) (any, error) {
	var body backend.M2MTokenVerifyParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if strings.Count(body.Token, ".") == 2 {
		return nil, errUnsupported(r, "token in the form of a JWT")
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	caller := i.callingMachine(r)
	t := i.m2mTokens.secretOf(body.Token)
	if t == nil || caller != nil && !slices.Contains(t.Scopes, caller.ID) {
		return nil, errUnknownToken("M2M token")
	}
	if shown := i.shownM2MToken(t); shown.Expired || shown.Revoked {
		return nil, errUnknownToken("M2M token")
	}
	t.LastUsedAt = backend.NewTime(i.now())
	return i.shownM2MToken(t), nil
}
