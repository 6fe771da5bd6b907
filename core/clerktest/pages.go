package clerktest

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// The pages that people see, plain HTML that needs no JavaScript.
//
//go:embed pages
var pageFiles embed.FS

// templates are parsed when the first page is asked for, by page.
var templates = sync.OnceValue(func() map[string]*template.Template {
	layout := template.Must(template.New("").Funcs(template.FuncMap{"parts": parts}).ParseFS(pageFiles, "pages/layout.html"))
	all := map[string]*template.Template{}
	for _, name := range []string{"code", "dashboard", "error", "organization", "sign-in", "sign-up", "sign-out", "user"} {
		all[name] = template.Must(template.Must(layout.Clone()).ParseFS(pageFiles, "pages/"+name+".html"))
	}
	return all
})

// pageRoutes lists the hosted pages.
func (i *Instance) pageRoutes() []route {
	return []route{
		{"GET /{$}", public, i.hosted(i.showDashboard)},
		{"GET /assets/organization.svg", public, getAsset("organization.svg", "image/svg+xml")},
		{"GET /assets/style.css", public, getAsset("style.css", "text/css; charset=utf-8")},
		{"GET /assets/user.svg", public, getAsset("user.svg", "image/svg+xml")},
		{"GET /npm/@clerk/{package}/{file...}", frontend, i.getPackage},
		{"GET /organization", public, i.hosted(i.showOrganizations)},
		{"POST /organization", public, i.hosted(i.switchOrganization)},
		{"GET /sign-in", public, i.hosted(i.showSignIn)},
		{"POST /sign-in", public, i.hosted(i.submitSignIn)},
		{"GET /sign-in/code", public, i.hosted(i.showSignInCode)},
		{"POST /sign-in/code", public, i.hosted(i.submitSignInCode)},
		{"GET /sign-out", public, i.hosted(i.showSignOut)},
		{"POST /sign-out", public, i.hosted(i.submitSignOut)},
		{"GET /sign-up", public, i.hosted(i.showSignUp)},
		{"POST /sign-up", public, i.hosted(i.submitSignUp)},
		{"GET /sign-up/code", public, i.hosted(i.showSignUpCode)},
		{"POST /sign-up/code", public, i.hosted(i.submitSignUpCode)},
		{"GET /tasks", public, i.hosted(i.showOrganizations)},
		{"GET /tasks/choose-organization", public, i.hosted(i.showOrganizations)},
		{"GET /user", public, i.hosted(i.showUser)},
		{"POST /user", public, i.hosted(i.submitUser)},
	}
}

// A visit is a request for a hosted page: who makes it and where they go next.
type visit struct {
	*http.Request
	cookies []string
	device  *device // nil if the browser has none yet
	ignored string  // a target that is not on this machine
	target  *url.URL
}

// A view is what a page shows.
type view struct {
	Content     any
	Current     *person // who is signed in on this browser
	Destination string  // the target, for people to read
	Done        string  // what has been done
	Ignored     string
	Path        string
	Problem     string
	Target      string // where to go afterwards
	Title       string
	Wide        bool
}

// Link is a path that keeps the target.
func (v *view) Link(path string) string {
	if v.Target == "" {
		return path
	}
	return path + "?" + url.Values{"redirect_url": {v.Target}}.Encode()
}

// hosted answers a request for a page. What it calls holds mu.
func (i *Instance) hosted(answer func(*visit) (any, error)) handler {
	return func(r *http.Request) (any, error) {
		v := &visit{Request: r}
		v.readTarget()
		if r.Method == http.MethodPost && r.Header.Get("Origin") != "http://"+r.Host {
			return v.failed(&apiError{http.StatusForbidden, "origin_invalid", "The local Clerk takes forms from its own pages only.", ""}), nil
		}
		i.mu.Lock()
		defer i.unlockAndTell()
		if v.device = i.deviceOf(r); v.device != nil && r.URL.Query().Has(cookieDevBrowser) {
			v.cookies = append(v.cookies, i.deviceCookie(v.device)) // an application on another host knows it
		}
		page, err := answer(v)
		if err != nil {
			return v.failed(err), nil
		}
		return page, nil
	}
}

// browser returns the device of a visit, a new one if need be. The caller holds mu.
func (i *Instance) browser(v *visit) *device {
	if v.device == nil {
		v.device = i.newDevice()
		v.cookies = append(v.cookies, i.deviceCookie(v.device))
	}
	return v.device
}

// current returns the session of a visit and its user, nil if nobody is signed in. The
// caller holds mu.
func (i *Instance) current(v *visit) (*session, *user) {
	if v.device == nil {
		return nil, nil
	}
	s := i.activeOf(v.device)
	if s == nil {
		return nil, nil
	}
	return s, i.findUser(s.UserID)
}

// readTarget reads where a visitor goes afterwards.
func (v *visit) readTarget() {
	raw := v.URL.Query().Get("redirect_url")
	if v.Method == http.MethodPost {
		raw = v.PostForm.Get("redirect_url")
	}
	if raw == "" {
		return
	}
	target, err := loopbackURL(raw)
	if err != nil {
		v.ignored = raw[:min(len(raw), 200)]
		return
	}
	v.target = target
}

// to sends a visitor to a page here, which keeps their target.
func (v *visit) to(path string) redirect {
	if v.target != nil {
		path += "?" + url.Values{"redirect_url": {v.target.String()}}.Encode()
	}
	return redirect{http.StatusSeeOther, path, v.cookies}
}

// back sends a visitor to their target, with their browser's token for an application
// that has another host; without a target to a page here.
func (v *visit) back(path string) redirect {
	if v.target == nil {
		return redirect{http.StatusSeeOther, path, v.cookies}
	}
	target := *v.target
	if v.device != nil && target.Host != v.Host {
		query := target.Query()
		query.Set(cookieDevBrowser, v.device.token)
		target.RawQuery = query.Encode()
	}
	return redirect{http.StatusSeeOther, target.String(), v.cookies}
}

// A rendered is a page with its status.
type rendered struct {
	cookies []string
	name    string
	status  int
	view    *view
}

// show is a page of a visit. The caller holds mu.
func (i *Instance) show(v *visit, name, title string, content any) *rendered {
	shown := v.page(name, title, content)
	if _, u := i.current(v); u != nil {
		p := i.personOf(u)
		shown.view.Current = &p
	}
	return shown
}

func (v *visit) page(name, title string, content any) *rendered {
	shown := &view{Content: content, Ignored: v.ignored, Path: v.URL.Path, Title: title}
	if v.target != nil {
		shown.Target = v.target.String()
		shown.Destination = v.target.Host + strings.TrimSuffix(v.target.EscapedPath(), "/")
	}
	return &rendered{v.cookies, name, http.StatusOK, shown}
}

// failed is a page that says why there is no other.
func (v *visit) failed(err error) *rendered { return v.page("error", "Error", nil).refuse(err) }

// refuse makes a page say why a form was refused.
func (p *rendered) refuse(err error) *rendered {
	p.status, p.view.Problem = http.StatusInternalServerError, err.Error()
	if refusal, ok := errors.AsType[*apiError](err); ok {
		p.status, p.view.Problem = refusal.status, refusal.message
	}
	return p
}

// policy lets a page load its style sheet and nothing else, and be in no frame.
const policy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src data:; style-src 'self'"

func (p *rendered) write(w http.ResponseWriter) {
	var page bytes.Buffer
	if err := templates()[p.name].ExecuteTemplate(&page, "layout", p.view); err != nil {
		http.Error(w, "clerktest: show a page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	for _, cookie := range p.cookies {
		header.Add("Set-Cookie", cookie)
	}
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", policy)
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Referrer-Policy", "same-origin") // not no-referrer: forms would have the Origin null
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	w.WriteHeader(p.status)
	_, _ = page.WriteTo(w) // the client may be gone
}

// An asset is a file that pages load: the style sheet, and the images that ClerkJS shows
// of users and organisations.
type asset struct {
	content []byte
	kind    string
}

func getAsset(file, kind string) handler {
	return func(*http.Request) (any, error) {
		content, err := pageFiles.ReadFile("pages/" + file)
		return asset{content, kind}, err
	}
}

func (a asset) write(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*") // ClerkJS asks for it
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(a.content) // the client may be gone
}
