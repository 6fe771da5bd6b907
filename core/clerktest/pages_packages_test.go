package clerktest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

func TestPackages(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"@clerk/clerk-js/dist/clerk.browser.js": "clerk", "@clerk/clerk-js/package.json": "{}", "secret.js": "hush",
	} {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(t.TempDir(), "elsewhere"), filepath.Join(folder, "@clerk/clerk-js/dist/link.js")); err != nil {
		t.Logf("no links here: %v", err)
	}
	inst, none := clerktest.Start(t, clerktest.Options{Packages: folder}), clerktest.Start(t)
	for _, test := range []struct {
		inst   *clerktest.Instance
		path   string
		origin string
		status int
	}{
		{inst, "/npm/@clerk/clerk-js@6/dist/clerk.browser.js", "http://localhost:3000", 200},
		{inst, "/npm/@clerk/clerk-js@6.40.0/dist/clerk.browser.js", "", 200},
		{inst, "/npm/@clerk/clerk-js@6/dist/clerk.browser.js", "https://example.com", 403},
		{inst, "/npm/@clerk/clerk-js@6/dist/none.js", "", 404},
		{inst, "/npm/@clerk/clerk-js@6/package.json", "", 501},
		{inst, "/npm/@clerk/clerk-js@6/dist/..%2f..%2f..%2fsecret.js", "", 501},
		{inst, "/npm/@clerk/..%2f..%2fsecret.js@6/dist/x", "", 501},
		{inst, "/npm/react@19/dist/index.js", "", 501},
		{none, "/npm/@clerk/clerk-js@6/dist/clerk.browser.js", "", 501},
	} {
		response, body := send(t, test.inst, "GET", test.inst.URL()+test.path, "", "Origin", test.origin)
		if response.StatusCode != test.status {
			t.Errorf("%s: %d %s, want %d", test.path, response.StatusCode, body, test.status)
			continue
		}
		if test.status == 200 && (body != "clerk" || response.Header.Get("Access-Control-Allow-Origin") != test.origin) {
			t.Errorf("%s: %q for %q", test.path, body, response.Header.Get("Access-Control-Allow-Origin"))
		}
	}
	response, body := send(t, inst, "GET", inst.URL()+"/npm/@clerk/clerk-js@6/dist/link.js", "")
	if response.StatusCode < 400 {
		t.Errorf("a link out of the folder: %d %s", response.StatusCode, body)
	}
}
