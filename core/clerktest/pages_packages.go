package clerktest

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
)

// A packageFile is a file of Clerk's JavaScript packages, for the page that asks.
type packageFile struct {
	content []byte
	kind    string
	origin  string
}

// getPackage serves ClerkJS from a folder, whatever the version that is asked for: the
// one that is there. Without a folder there is none.
func (i *Instance) getPackage(r *http.Request) (any, error) {
	name, _, _ := strings.Cut(r.PathValue("package"), "@")
	file := path.Join("@clerk", name, r.PathValue("file"))
	if i.packages == "" || name == "" || !fs.ValidPath(file) || !strings.HasPrefix(file, "@clerk/"+name+"/dist/") {
		return nil, errUnsupported(r, "")
	}
	root, err := os.OpenRoot(i.packages) // which no link leads out of
	if err != nil {
		return nil, errNotFound("folder", "Options.Packages")
	}
	defer root.Close()
	content, err := root.ReadFile(file)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errNotFound("file", file)
		}
		return nil, err
	}
	kind := "application/octet-stream"
	switch path.Ext(file) {
	case ".css":
		kind = "text/css; charset=utf-8"
	case ".js", ".mjs":
		kind = "text/javascript; charset=utf-8"
	case ".json", ".map":
		kind = "application/json"
	}
	return packageFile{content, kind, r.Header.Get("Origin")}, nil
}

func (f packageFile) write(w http.ResponseWriter) {
	if f.origin != "" { // the guard has let this machine's through only
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		w.Header().Set("Access-Control-Allow-Origin", f.origin)
		w.Header().Add("Vary", "Origin")
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(f.content) // the client may be gone
}
