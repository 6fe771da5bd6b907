package browser

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// docs is the folder of the pictures in the documentation.
const docs = "../../docs"

// maxPicture is how large the file of a picture may be, in bytes.
const maxPicture = 150_000

var screenshots = flag.String("screenshots", "", "write the pictures of the documentation to this `folder`, such as "+docs)

// A picture is one of the documentation: a window of a size in CSS pixels, and how many
// pixels of the picture each of them is.
type picture struct {
	name          string
	scheme        string
	width, height int
	scale         float64
	show          func()
}

// The pictures of the documentation are those that would be made now, but for what
// differs from run to run: keys, times, fonts.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "htmlapp", "localhost")
	ada := w.seed()
	b := newTab(t, desktop)
	signIn := func() { b.open(w.inst.URL() + "/sign-in?redirect_url=http://localhost:8080/profile") }
	page, err := os.ReadFile(filepath.Join(docs, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, picture := range []picture{
		{"sign-in-light.png", "light", 600, 960, 1.5, signIn},
		{"sign-in-dark.png", "dark", 600, 960, 1.5, signIn},
		{"htmlapp.png", "light", 960, 560, 1.5, func() {
			b.open(w.app + "/profile")
			b.click(".choice[value=" + ada + "]")
			b.fill("motto", "The engine weaves algebraic patterns.")
			b.click(`form[action="/profile"] button`)
		}},
		{"dashboard.png", "light", 1280, 800, 1, func() { b.open(w.inst.URL()) }},
	} {
		made := b.take(picture)
		if *screenshots != "" {
			if err := os.WriteFile(filepath.Join(*screenshots, picture.name), made, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		committed, err := os.ReadFile(filepath.Join(docs, picture.name))
		if err != nil {
			t.Errorf("%v; -screenshots %s makes it", err, docs)
			continue
		}
		if got, want := size(t, committed), size(t, made); got != want || len(committed) > maxPicture {
			t.Errorf("%s is of %v and %d bytes, want %v and at most %d bytes; -screenshots %s makes it", picture.name, got, len(committed), want, maxPicture, docs)
		}
		if !strings.Contains(string(page), "]("+picture.name+")") {
			t.Errorf("docs/README.md does not show %s", picture.name)
		}
	}
}

// seed makes the users of the pictures, and returns the ID of the one who signs in.
func (w *world) seed() string {
	engines := w.inst.CreateOrganization(clerktest.OrganizationParams{Name: "Engines", Slug: "engines"})
	compilers := w.inst.CreateOrganization(clerktest.OrganizationParams{Name: "Compilers", Slug: "compilers"})
	in := func(id, slug, role string) clerktest.Membership {
		return clerktest.Membership{Organization: clerktest.Organization{ID: id, Slug: slug}, Role: role}
	}
	w.inst.CreateUser(clerktest.UserParams{FirstName: "Katherine", LastName: "Johnson", EmailAddress: "katherine@example.com"})
	w.inst.CreateUser(clerktest.UserParams{
		FirstName: "Grace", LastName: "Hopper", EmailAddress: "grace@example.com",
		Memberships: []clerktest.Membership{in(compilers.ID, compilers.Slug, "org:admin"), in(engines.ID, engines.Slug, "org:member")},
	})
	ada := w.inst.CreateUser(clerktest.UserParams{
		FirstName: "Ada", LastName: "Lovelace", EmailAddress: "ada@example.com",
		Memberships: []clerktest.Membership{in(engines.ID, engines.Slug, "org:admin")},
	})
	return ada.ID
}

// take takes a picture.
func (b *tab) take(p picture) []byte {
	b.t.Helper()
	b.do("set the size", chromedp.EmulateViewport(int64(p.width), int64(p.height), chromedp.EmulateScale(p.scale)))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: p.scheme}},
	})
	p.show()
	taken, err := ask(b, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(taken))
	if err != nil {
		b.t.Fatal(err)
	}
	var smaller bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&smaller, decoded); err != nil {
		b.t.Fatal(err)
	}
	return smaller.Bytes()
}

// size returns that of a picture, in pixels.
func size(t *testing.T, file []byte) image.Point {
	t.Helper()
	config, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return image.Pt(config.Width, config.Height)
}
