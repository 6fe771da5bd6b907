package browser

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/go-json-experiment/json"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// call sends a command to the browser.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	got, err := chromedp.Call(ctx, command, params)
	if err != nil {
		b.t.Fatalf("%T: %v", params, err)
	}
	return got
}

// cookies returns those of a page whose names start so.
func (b *tab) cookies(page, prefix string) []*network.Cookie {
	b.t.Helper()
	var found []*network.Cookie
	for _, cookie := range call(b, network.GetCookies, network.GetCookiesParams{URLs: []string{page}}).Cookies {
		if strings.HasPrefix(cookie.Name, prefix) {
			found = append(found, cookie)
		}
	}
	return found
}

// forget removes cookies of a page, by the start of their names.
func (b *tab) forget(page, prefix string) {
	b.t.Helper()
	for _, cookie := range b.cookies(page, prefix) {
		call(b, network.DeleteCookies, network.DeleteCookiesParams{Name: cookie.Name, URL: page})
	}
}

// age makes the cookies of a page those of somebody who signed in two minutes ago: their
// tokens have expired by the clock of the application, which is that of the machine.
func (b *tab) age(inst *clerktest.Instance, page string) {
	b.t.Helper()
	const minutes = 120
	for _, cookie := range b.cookies(page, "__session") {
		claims := map[string]any{}
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(cookie.Value, ".")[1])
		if err == nil {
			err = json.Unmarshal(payload, &claims)
		}
		if err != nil {
			b.t.Fatalf("%s: %v", cookie.Name, err)
		}
		for _, name := range []string{"exp", "iat", "nbf"} {
			claims[name] = int64(claims[name].(float64)) - minutes
		}
		b.set(page, cookie, inst.Token(&backend.User{ID: claims["sub"].(string)}, clerktest.TokenOptions{Claims: claims}))
	}
	for _, cookie := range b.cookies(page, "__client_uat") {
		seconds, err := strconv.ParseInt(cookie.Value, 10, 64)
		if err != nil {
			b.t.Fatal(err)
		}
		b.set(page, cookie, strconv.FormatInt(seconds-minutes, 10))
	}
}

// set gives a cookie another value.
func (b *tab) set(page string, cookie *network.Cookie, value string) {
	b.t.Helper()
	call(b, network.SetCookie, network.SetCookieParams{
		Name: cookie.Name, Value: value, URL: page, Path: cookie.Path, HTTPOnly: &cookie.HTTPOnly, SameSite: cookie.SameSite,
	})
}
