package clerktest

import (
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

const (
	maxNonces     = 10_000
	nonceLifetime = time.Minute
)

// A handshakeNonce stands for cookies that a browser is to get, for a minute, once.
type handshakeNonce struct {
	directives []string
	expires    time.Time
}

// newHandshakeNonce keeps directives for the server that asks for them. Those that
// nobody asked for are dropped when they have expired.
func (i *Instance) newHandshakeNonce(directives []string) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	for nonce, kept := range i.nonces {
		if !now.Before(kept.expires) || len(i.nonces) > maxNonces {
			delete(i.nonces, nonce)
		}
	}
	nonce := randomText(48)
	i.nonces[nonce] = handshakeNonce{directives, now.Add(nonceLifetime)}
	return nonce
}

func (i *Instance) getHandshakePayload(r *http.Request) (any, error) {
	query := r.URL.Query()
	if err := allow(r, query, "nonce"); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	nonce := query.Get("nonce")
	kept, ok := i.nonces[nonce]
	delete(i.nonces, nonce)
	if !ok || !i.now().Before(kept.expires) {
		return nil, &apiError{http.StatusNotFound, "resource_not_found", "No handshake waits for that nonce.", "nonce"}
	}
	return backend.HandshakePayload{Directives: kept.directives}, nil
}
