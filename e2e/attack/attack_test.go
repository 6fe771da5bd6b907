package attack

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/e2e/internal/apps"
)

// A family is inputs that attack the same thing in the same place.
type family struct {
	name     string
	site     *site
	attacks  rule // of what is written to a connection
	controls []control
	// check finds what is wrong beyond what [app.judge] finds.
	check func(*app, answer) []string
	// exhausts says that the attacks are large, to see how much work they make.
	exhausts bool
	// hangsUp says that a server may close the connection without an answer.
	hangsUp bool
	// pipelined says that a sentinel follows each attack on the same connection.
	pipelined bool
	// failsIn is a reason that an answer of status 500 may have here.
	failsIn string
}

// A control is a request without the hostile part. It has to be let in.
type control struct {
	name, wire string
	check      func(answer) bool
}

// families are all inputs. They are made once: signing takes long.
var families = sync.OnceValue(func() []family {
	return slices.Concat(
		tokenFamilies(), claimFamilies(), encodingFamilies(), kindFamilies(), cookieFamilies(), handshakeFamilies(),
		redirectFamilies(), hostFamilies(), targetFamilies(), headerFamilies(), smugglingFamilies(),
	)
})

// leastAttacks is below what the grammar gives: if it gives less, a production was lost.
const leastAttacks = 2000

// A tally counts what happened.
type tally struct{ requests, controls, accepted, leaked atomic.Int64 }

// TestAttacks sends every attack through every adapter.
func TestAttacks(t *testing.T) {
	all := families()
	names, inputs := map[string]bool{}, map[string]bool{} // what two productions give counts once
	for _, f := range all {
		if len(f.controls) == 0 {
			t.Errorf("%s: without a control a refusal shows nothing", f.name)
		}
		for _, attack := range f.attacks {
			name := f.site.name + " " + f.name + ": " + attack.name
			if names[name] {
				t.Errorf("two attacks are called %s", name)
			}
			names[name], inputs[f.site.name+" "+attack.text] = true, true
		}
	}
	var counts tally
	t.Run("adapters", func(t *testing.T) {
		for adapter := range apps.Builders {
			t.Run(adapter, func(t *testing.T) {
				t.Parallel()
				counts.run(t, adapter, all)
			})
		}
	})
	t.Logf("attacks: %d inputs, %d requests, %d controls accepted, %d accepted, %d leaked",
		len(inputs), counts.requests.Load(), counts.controls.Load(), counts.accepted.Load(), counts.leaked.Load())
	if len(inputs) < leastAttacks {
		t.Errorf("the grammar gives %d inputs, want %d at least", len(inputs), leastAttacks)
	}
}

// run sends all families through one adapter.
func (c *tally) run(t *testing.T, adapter string, all []family) {
	apps := map[*site]*app{}
	for _, f := range all {
		a := apps[f.site]
		if a == nil {
			a = newApp(t, f.site, adapter)
			apps[f.site] = a
		}
		c.letIn(t, a, f, "before")
		for _, attack := range f.attacks {
			c.attack(t, a, f, attack)
		}
		c.letIn(t, a, f, "after")
	}
	for _, a := range apps {
		// The clock stands still, so key IDs that nobody knows cost one load.
		if loads := a.clerk.loads.Load(); loads > 2 {
			t.Errorf("%s: the key set was loaded %d times", a.name, loads)
		}
	}
}

// letIn holds that the controls of a family are accepted.
func (c *tally) letIn(t *testing.T, a *app, f family, when string) {
	t.Helper()
	for _, control := range f.controls {
		got, ok := send(t, a.address, control.wire)
		if !ok || !control.check(got) {
			t.Errorf("%s, %s, control %s %s the attacks: not let in: %s", a.name, f.name, control.name, when, quoted(got.raw))
			continue
		}
		c.controls.Add(1)
		if a.frontend != nil {
			a.frontend.take()
		}
	}
}

// attack sends one attack and judges what came of it.
func (c *tally) attack(t *testing.T, a *app, f family, attack word) {
	t.Helper()
	wire := attack.text
	if f.pipelined {
		wire += sentinel
	}
	c.requests.Add(1)
	got, ok := send(t, a.address, wire)
	if !ok {
		t.Errorf("%s, %s: %s", a.name, f.name, attack.name)
		return
	}
	wrong := a.judge(f, got)
	if f.check != nil {
		wrong = append(wrong, f.check(a, got)...)
	}
	if strings.Contains(got.raw, speaksFor) {
		c.accepted.Add(1)
		wrong = append(wrong, "a handler took the request for somebody's")
	}
	if secret := leaked(withoutSent(got)); secret != "" {
		c.leaked.Add(1)
		wrong = append(wrong, "the answer holds "+secret)
	}
	if found := a.log.take(); len(found) > 0 {
		c.leaked.Add(1)
		wrong = append(wrong, found...)
	}
	for _, what := range wrong {
		t.Errorf("%s, %s: %s: %s\n\tsent %s\n\tgot  %.400q", a.name, f.name, attack.name, what, quoted(wire), got.raw)
	}
}

// refusals are the statuses of answers to what is not let in.
var refusals = []int{
	http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
	http.StatusRequestEntityTooLarge, http.StatusExpectationFailed, http.StatusRequestHeaderFieldsTooLarge, http.StatusNotImplemented, http.StatusHTTPVersionNotSupported,
}

// judge finds what is wrong with an answer, whatever the attack was.
func (a *app) judge(f family, got answer) []string {
	var wrong []string
	location := got.header.Get("Location")
	switch {
	case got.status == 0:
		if !f.hangsUp {
			wrong = append(wrong, "no answer")
		}
		return wrong
	case got.status == http.StatusOK:
		if got.body != saysNobody && got.body != "/sentinel" && got.body != arrived {
			wrong = append(wrong, "status 200, body "+quoted(got.body))
		}
	case got.status >= 300 && got.status < 400:
		wrong = append(wrong, a.judgeLocation(location)...)
		if isOurs(location) && got.header.Get("Cache-Control") != "no-store" {
			wrong = append(wrong, "a redirect that a cache may keep")
		}
	case got.status == http.StatusInternalServerError && f.failsIn != "":
		if !strings.Contains(got.body, f.failsIn) {
			wrong = append(wrong, "status 500 for another reason")
		}
	case got.status == http.StatusServiceUnavailable:
		if got.header.Get("Retry-After") == "" {
			wrong = append(wrong, "status 503 that nobody declared")
		}
	case got.status == http.StatusBadGateway && a.proxied:
		// The body broke off while it was handed on.
		if !strings.Contains(got.body, "proxy_request_failed") {
			wrong = append(wrong, "status 502 that nobody declared")
		}
	case !slices.Contains(refusals, got.status):
		wrong = append(wrong, fmt.Sprintf("status %d", got.status))
	}
	if got.status/100 != 3 && location != "" {
		wrong = append(wrong, "a Location without a redirect")
	}
	wrong = append(wrong, judgeHeader(got.header)...)
	switch {
	case got.body == "/smuggled" || slices.Contains(got.more, "/smuggled"):
		wrong = append(wrong, "a request inside the request was answered")
	case len(got.more) > 1, len(got.more) == 1 && (!f.pipelined || got.more[0] != "/sentinel"):
		wrong = append(wrong, fmt.Sprintf("%d more answers: %q", len(got.more), got.more))
	}
	return wrong
}
