package main

import (
	"embed"
	"html/template"
	"log"
	"net/http"
	"strings"
)

//go:embed pages
var files embed.FS

var pages = template.Must(template.ParseFS(files, "pages/*.html"))

// render answers with a page.
func render(w http.ResponseWriter, status int, page string, content any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := pages.ExecuteTemplate(w, page, content); err != nil {
		log.Print(err)
	}
}

// fail answers where Clerk did not; the reason is for the log.
func fail(w http.ResponseWriter, err error) {
	log.Print(err)
	render(w, http.StatusBadGateway, "error", "Clerk does not answer. Try again in a minute.")
}

func style(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "pages/style.css") }

// forget expires the cookies that say who is signed in, with and without the suffix
// of the instance.
func forget(w http.ResponseWriter, r *http.Request) {
	for _, cookie := range r.Cookies() {
		for _, name := range []string{"__session", "__client_uat", "__refresh"} {
			if strings.HasPrefix(cookie.Name, name) {
				http.SetCookie(w, &http.Cookie{Name: cookie.Name, Path: "/", MaxAge: -1})
			}
		}
	}
}
