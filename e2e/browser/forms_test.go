package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Widths of a window, in pixels.
const (
	phone   = 390
	desktop = 1280
)

// People sign in and up as they do at Clerk, on a phone too, and are back where they
// were going.
func TestForms(t *testing.T) {
	t.Parallel()
	const address, password = "somebody@example.com", "correct horse battery"
	for _, form := range []struct {
		name string
		fill func(w *world, b *tab)
	}{
		{"password", func(_ *world, b *tab) {
			b.fill("identifier", address, "password", "wrong")
			b.refused("button[value=password]", "The password is not")
			b.fill("password", password)
			b.click("button[value=password]")
		}},
		{"email code", func(w *world, b *tab) {
			b.fill("identifier", address)
			b.click("button[value=email_code]")
			b.fits()
			code := <-w.code
			b.fill("code", strings.Map(func(digit rune) rune { return '0' + ('9' - digit) }, code)) // no digit is right
			b.refused(".primary", "The code is not the one")
			b.fill("code", code)
			b.click(".primary")
		}},
		{"sign-up", func(w *world, b *tab) {
			b.click(".under a")
			b.fits()
			b.fill("first_name", "Nora", "last_name", "Neu", "email_address", address, "password", password)
			b.refused(".primary", "is taken")
			b.do("clear", chromedp.Clear(chromedp.CSS("#email_address")))
			b.fill("email_address", "new@example.com", "password", password)
			b.click(".primary")
			b.fits()
			b.fill("code", <-w.code)
			b.click(".primary")
		}},
	} {
		for _, width := range []int64{phone, desktop} {
			name := map[int64]string{phone: " on a phone", desktop: ""}[width]
			t.Run(form.name+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, "gin", "localhost")
				w.inst.CreateUser(clerktest.UserParams{EmailAddress: address, Password: password})
				b := newTab(t, width)
				b.open(w.app + "/profile")
				b.fits()
				form.fill(w, b)
				if page := b.text(); b.location() != w.app+"/profile" || !strings.HasPrefix(page, "Signed in as user_") {
					t.Errorf("led to %s:\n%s", b.location(), page)
				}
			})
		}
	}
}

// Every page of the local Clerk and of htmlapp fits, whatever users are called.
func TestPagesFit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "htmlapp", "localhost")
	long := w.inst.CreateOrganization(clerktest.OrganizationParams{Name: strings.Repeat("Long names are unbreakable", 3), Slug: strings.Repeat("longname", 7)})
	user := w.inst.CreateUser(clerktest.UserParams{
		EmailAddress: "maximiliana.featherstonehaugh-cholmondeley+clerk_test@subsidiary.example.com",
		FirstName:    "Maximiliana", LastName: "Featherstonehaughcholmondeleyofmarjoribanks",
		Memberships: []clerktest.Membership{{Role: "org:admin"}, {Organization: clerktest.Organization{ID: long.ID, Slug: long.Slug}, Role: "org:admin"}},
	})
	w.inst.CreateUser(clerktest.UserParams{EmailAddress: strings.Repeat("long", 15) + "@example.com"})
	for _, width := range []int64{phone, desktop} {
		b := newTab(t, width)
		b.open(w.app + "/profile")
		b.click("button[value=" + user.ID + "]")
		b.fits()
		for _, page := range []string{"/", "/organization", "/sign-in", "/sign-out", "/sign-up", "/user"} {
			b.open(w.inst.URL() + page)
			b.fits()
		}
		for _, page := range []string{"/", "/orgs/" + long.Slug, "/orgs/nowhere"} {
			b.forget(w.app, "__clerk_redirect_count")
			b.open(w.app + page)
			b.fits()
		}
	}
}

// refused clicks on a button of a form that is then refused.
func (b *tab) refused(selector, why string) {
	b.t.Helper()
	status := b.lead("click on "+selector, chromedp.Click(chromedp.CSS(selector)))
	if page := b.text(); status != 422 || !strings.Contains(page, why) {
		b.t.Fatalf("a wrong form: %d, no %q in:\n%s", status, why, page)
	}
	b.fits()
}

// fits makes sure that nothing is beyond the edge of the window, and that everything
// that is pressed is large enough for a finger.
func (b *tab) fits() {
	b.t.Helper()
	wrong, err := ask(b, chromedp.Evaluate[[]string](`[...document.querySelectorAll("html, body *")].filter(e => {
	if (e === document.documentElement) return e.scrollWidth > e.clientWidth
	if (e.closest(".hidden, .scroll, svg") || e.type === "hidden") return false
	const box = e.getBoundingClientRect()
	return box.left < 0 || box.right > document.documentElement.clientWidth || e.matches("button, input") && box.height < 36
}).map(e => e.outerHTML.slice(0, 200)).slice(-3)`))
	if err != nil || len(wrong) > 0 {
		b.t.Errorf("%s does not fit: %q, %v", b.location(), wrong, err)
	}
}
