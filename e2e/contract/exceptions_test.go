package contract

import (
	"path"
	"slices"
	"sync"
	"testing"
)

// exception is a difference that is meant. One that no test needs is a failure.
type exception struct {
	operation string // its title
	side      string // of the difference
	pointer   string // of the difference, as path.Match takes it
	reason    string
}

const (
	noMode     = "An empty mode is sent as none: there is no such mode."
	noHasher   = "An empty name is sent as none: no algorithm has it."
	privateKey = "Members of private and symmetric keys are never kept."
	sentByJS   = "The JavaScript SDK sends it; the document lacks it."
)

var exceptions = []exception{
	{"GET /jwks", "answer", "/keys/*/d", privateKey},
	{"GET /jwks", "answer", "/keys/*/dp", privateKey},
	{"GET /jwks", "answer", "/keys/*/dq", privateKey},
	{"GET /jwks", "answer", "/keys/*/k", privateKey},
	{"GET /jwks", "answer", "/keys/*/p", privateKey},
	{"GET /jwks", "answer", "/keys/*/q", privateKey},
	{"GET /jwks", "answer", "/keys/*/qi", privateKey},
	{"GET /jwks", "made answer", "/keys/*", "With what is required alone, kinds of keys look alike."},
	{"GET /users/count", "answer", "/object", "Users.Count returns the number alone."},
	{"PATCH /users/{user_id}", "body", "/password_hasher", noHasher},
	{"POST /organizations/{organization_id}/domains", "body", "/enrollment_mode", noMode},
	{"POST /sessions/{session_id}/refresh", "body", "/request_headers", "Headers that are null say what absent ones say."},
	{"POST /users", "body", "/password_hasher", noHasher},
}

// walkExceptions are those of lists that are walked page by page.
var walkExceptions = []exception{
	{"GET /blocklist_identifiers", "query", "limit", sentByJS},
	{"GET /blocklist_identifiers", "query", "offset", sentByJS},
}

const methodOfJS = "The JavaScript SDK has the method."

// unspecified are the operations that the document lacks.
var unspecified = map[string]string{
	"DELETE /invitations/{invitation_id}":     methodOfJS,
	"GET /clients/handshake_payload":          methodOfJS,
	"GET /email/{email_id}":                   methodOfJS,
	"POST /accountless_applications":          methodOfJS,
	"POST /accountless_applications/complete": methodOfJS,
	"POST /beta_features/change_domain":       methodOfJS,
	"POST /email":                             methodOfJS,
	"POST /email/batch":                       methodOfJS,
	"POST /sessions/{session_id}/verify":      methodOfJS,
}

// ledger knows which exceptions of a table are used.
type ledger struct {
	table []exception
	mu    sync.Mutex
	used  map[exception]bool
}

// without takes the differences away that are meant.
func (l *ledger) without(operation string, found []difference) []difference {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(found, func(d difference) bool { return l.excuse(operation, d) })
}

func (l *ledger) excuse(operation string, d difference) bool {
	for _, e := range l.table {
		fits, err := path.Match(e.pointer, d.pointer)
		if err != nil {
			panic(err)
		}
		if fits && e.side == d.side && e.operation == operation {
			if l.used == nil {
				l.used = map[exception]bool{}
			}
			l.used[e] = true
			return true
		}
	}
	return false
}

// unused returns the exceptions that were not used.
func (l *ledger) unused() []exception {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(l.table), func(e exception) bool { return l.used[e] })
}

// stale fails for each of them.
func (l *ledger) stale(t *testing.T) {
	t.Helper()
	for _, e := range l.unused() {
		t.Errorf("the exception %s %s %s is not needed", e.operation, e.side, e.pointer)
	}
}
