package main

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// follow says what is wrong with a link, "" if nothing is. Links to other sites are not
// followed.
func (r *repository) follow(from *page, target string) string {
	u, err := url.Parse(target)
	switch {
	case err != nil:
		return "is malformed"
	case u.Scheme == "https", u.Scheme == "mailto":
		return ""
	case u.Scheme != "" || strings.HasPrefix(target, "/"):
		return "is neither https nor relative"
	}
	to := from.path
	if u.Path != "" {
		to = path.Join(path.Dir(from.path), u.Path)
		if _, err := os.Stat(filepath.Join(r.root, filepath.FromSlash(to))); err != nil {
			return "leads to no file"
		}
	}
	if u.Fragment == "" {
		return ""
	}
	if page, ok := r.pages[to]; !ok || !page.headings[u.Fragment] {
		return "leads to no heading"
	}
	return ""
}
