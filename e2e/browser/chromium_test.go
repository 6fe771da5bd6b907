package browser

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/clerkgo/clerk-go/e2e/internal/need"
)

// patience is how long a step in a browser may take on a slow machine.
const patience = 2 * time.Minute

// chromium is the one browser of all tests; each has a profile of its own in it.
var chromium process

func TestMain(m *testing.M) {
	code := m.Run()
	chromium.end()
	examples.end()
	os.Exit(code)
}

// A process is a browser, started when it is first needed.
type process struct {
	once   sync.Once
	cancel context.CancelFunc
	ctx    context.Context
	err    error
}

func (p *process) start(program string) (context.Context, error) {
	p.once.Do(func() {
		allocator, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(program),
			chromedp.NoSandbox, // which containers do not allow
			chromedp.Flag("disable-component-update", true),
			chromedp.Flag("disable-gpu", true),
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"), // this machine only
		)...)
		p.cancel = cancel
		p.ctx, _ = chromedp.NewContext(allocator)
		p.err = chromedp.Do(p.ctx)
	})
	return p.ctx, p.err
}

// end waits until the process has ended.
func (p *process) end() {
	if p.ctx != nil {
		_ = chromedp.Cancel(p.ctx)
		p.cancel()
	}
}

// A tab is a browser as a test sees it: it shares no cookie with others.
type tab struct {
	ctx context.Context
	t   *testing.T
}

// newTab opens a browser that is width wide.
func newTab(t *testing.T, width int64) *tab {
	t.Helper()
	parent, err := chromium.start(need.Program(t, "chromium", "chromium-browser", "google-chrome"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{ctx, t}
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context of its first step
		t.Fatal(err)
	}
	b.watch()
	b.do("set the size", chromedp.EmulateViewport(width, 800))
	return b
}

// watch fails the test for what goes wrong in a page: a script, or what the policy of a
// page forbids. That an answer has an error status is for the test to say.
func (b *tab) watch() {
	b.t.Helper()
	var mu sync.Mutex
	var wrong []string
	err := chromedp.Listen(b.ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch event := event.(type) {
		case *log.EventEntryAdded:
			if event.Entry.Level == log.EntryLevelError && event.Entry.Source != log.EntrySourceNetwork {
				wrong = append(wrong, event.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			wrong = append(wrong, event.ExceptionDetails.Text)
			if thrown := event.ExceptionDetails.Exception; thrown != nil {
				wrong = append(wrong, thrown.Description)
			}
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, line := range wrong {
			b.t.Errorf("in the browser: %s", line)
		}
	})
}

// do takes steps, and fails the test if one cannot be taken.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v\n%s", what, err, b.text())
	}
}

// lead takes steps that lead to another page, waits for it and returns its status.
func (b *tab) lead(what string, steps ...chromedp.Action[chromedp.Void]) int64 {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, steps...)
	if err != nil {
		b.t.Fatalf("%s: %v\n%s", what, err, b.text())
	}
	return response.Status
}

func (b *tab) open(url string) int64 {
	b.t.Helper()
	return b.lead("open "+url, chromedp.Navigate(url))
}

func (b *tab) reload() {
	b.t.Helper()
	b.lead("reload", chromedp.Reload())
}

// click clicks on what leads to another page.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.lead("click on "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// fill types into fields, by their names.
func (b *tab) fill(pairs ...string) {
	b.t.Helper()
	for k := 0; k < len(pairs); k += 2 {
		b.do("fill in "+pairs[k], chromedp.SendKeys(chromedp.CSS(`input:not([type=hidden])[name="`+pairs[k]+`"]`), pairs[k+1]))
	}
}

// ask takes a step that returns something.
func ask[T any](b *tab, step chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, step)
}

// text returns what a person reads.
func (b *tab) text() string {
	text, err := ask(b, chromedp.Evaluate[string](`document.body?.innerText ?? ""`))
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(text)
}

// location returns where the browser is.
func (b *tab) location() string {
	location, err := ask(b, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return location
}
