package browser

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/need"
)

// Somebody signs in by ClerkJS, and the Go server knows them by the cookies that it
// sets and keeps fresh.
func TestClerkJS(t *testing.T) {
	t.Parallel()
	need.Package(t, "js", "@clerk/clerk-js")
	need.Package(t, "js", "@clerk/ui")
	for _, site := range hosts {
		t.Run(site.name, func(t *testing.T) {
			t.Parallel()
			const address, password = "somebody@example.com", "correct horse battery"
			w := newWorld(t, "gin", site.host)
			user := w.inst.CreateUser(clerktest.UserParams{EmailAddress: address, Password: password})
			signedIn := "Signed in as " + user.ID
			b := newTab(t, desktop)

			b.open(w.app + "/clerkjs")
			b.fill("identifier", address)
			b.do("go on", chromedp.Click(chromedp.CSS(".cl-formButtonPrimary")), chromedp.WaitVisible(chromedp.CSS(".cl-identityPreview")))
			b.fill("password", "wrong")
			b.do("be refused", chromedp.Click(chromedp.CSS(".cl-formButtonPrimary")), chromedp.WaitVisible(chromedp.CSS(".cl-formFieldErrorText")))
			b.fill("password", strings.Repeat(kb.Backspace, len("wrong"))+password)
			w.way.Take()
			b.click(".cl-formButtonPrimary")
			if page := b.text(); page != signedIn {
				t.Fatalf("signed in at %s:\n%s", b.location(), page)
			}
			want := []string{
				"POST clerk/v1/client/sign_ins/sia_…/attempt_first_factor 200",
				"POST clerk/v1/client/sessions/sess_…/touch 200",
				"GET app/profile 200", // without a handshake
			}
			if diff := cmp.Diff(want, w.way.Take()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}

			// ClerkJS makes __client_uat Strict: on the way back from a hosted page the
			// server sees a session without it.
			b.open(w.inst.URL() + "/organization?redirect_url=" + w.app + "/profile")
			b.click(".choice")
			if page := b.text(); page != signedIn {
				t.Fatalf("back from a hosted page at %s:\n%s", b.location(), page)
			}

			b.forget(w.app, "__refresh_") // so that it is ClerkJS who renews the token
			b.open(w.app + "/clerkjs")
			b.do("see the user", chromedp.WaitVisible(chromedp.CSS(".cl-userButtonTrigger")), chromedp.Poll[chromedp.Void](
				`document.querySelector(".cl-userButtonTrigger img")?.naturalWidth > 0`))
			b.me(200, user.ID)
			b.pause()
			b.age(w.inst, w.app)
			b.me(401, "session-token-expired-refresh-non-eligible-no-refresh-cookie")
			w.way.Take()
			b.pass(90 * time.Second)
			if got := w.way.Take(); !slices.Contains(got, "POST clerk/v1/client/sessions/sess_…/tokens 200") {
				t.Errorf("ClerkJS has not asked for a token: %q", got)
			}
			b.me(200, user.ID)

			b.do("open the menu", chromedp.Click(chromedp.CSS(".cl-userButtonTrigger")), chromedp.WaitVisible(chromedp.CSS(".cl-userButtonPopoverActionButton__signOut")))
			b.click(".cl-userButtonPopoverActionButton__signOut")
			b.open(w.app + "/profile")
			if page := b.text(); !strings.Contains(page, "Pick a user") {
				t.Errorf("signed out at %s:\n%s", b.location(), page)
			}
		})
	}
}

// me asks the server, by a script of the page, who is signed in.
func (b *tab) me(status int, says string) {
	b.t.Helper()
	answer, err := ask(b, await(`fetch("/me").then(async r => r.status + " " + await r.text())`))
	if err != nil || !strings.HasPrefix(answer, fmt.Sprint(status)) || !strings.Contains(answer, says) {
		b.t.Errorf("/me: %v %s, want %d %s", err, answer, status, says)
	}
}

// pause stops the clock of the page, and with it the timers of its scripts.
func (b *tab) pause() {
	b.t.Helper()
	call(b, emulation.SetVirtualTimePolicy, emulation.SetVirtualTimePolicyParams{Policy: emulation.VirtualTimePolicyPause})
}

// pass lets time pass in the page, without waiting for it: from now on its clock
// jumps to the next timer whenever nothing else happens.
func (b *tab) pass(d time.Duration) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	passed := chromedp.Events(ctx, emulation.VirtualTimeBudgetExpired)
	call(b, emulation.SetVirtualTimePolicy, emulation.SetVirtualTimePolicyParams{
		Budget: new(float64(d.Milliseconds())), Policy: emulation.VirtualTimePolicyPauseIfNetworkFetchesPending,
	})
	for _, err := range passed {
		if err != nil {
			b.t.Fatal(err)
		}
		break
	}
	call(b, emulation.SetVirtualTimePolicy, emulation.SetVirtualTimePolicyParams{Policy: emulation.VirtualTimePolicyAdvance})
}
