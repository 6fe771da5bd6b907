package clerktest

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// ErrAddr means that [Options].Addr is not an address of this machine only.
var ErrAddr = errors.New(`want a loopback address and a port, such as "127.0.0.1:0"`)

// ControlHeader must be present, with any value, in requests to the control
// endpoints under /clerkdev/. A web page cannot send it without asking by a
// CORS preflight, and no preflight is answered.
const ControlHeader = "X-Clerk-Emulator-Control"

// CheckAddr returns an error that matches [ErrAddr] unless an address is a
// loopback host and a port, as [Options].Addr has to be.
func CheckAddr(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("clerktest: address %q: %w", addr, ErrAddr)
	}
	if host == "localhost" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return fmt.Errorf("clerktest: address %q: %w", addr, ErrAddr)
	}
	return nil
}

// allowsHost reports whether a Host header names this machine. A name that an
// attacker points at 127.0.0.1 (DNS rebinding) is refused, whatever its port.
func (i *Instance) allowsHost(host string) bool {
	if host == i.host {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	return loopbackHost(name)
}

// loopbackHost reports whether a host is this machine, without asking anybody.
func loopbackHost(name string) bool {
	switch strings.ToLower(name) {
	case "127.0.0.1", "::1", "localhost":
		return true
	}
	return false
}

// A guard decides whether a request may reach a handler.
type guard func(i *Instance, r *http.Request) error

// public lets everybody through.
func public(*Instance, *http.Request) error { return nil }

// secretKey lets through who sends this instance's own secret key. Others may
// belong to somebody's real instance, so they are refused and never repeated.
func secretKey(i *Instance, r *http.Request) error {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case !ok || key == "":
		return errKey("The local Clerk wants its secret key as a bearer token. Set CLERK_SECRET_KEY from its environment.")
	case strings.HasPrefix(key, "sk_live_"), strings.HasPrefix(key, "live_"):
		return errKey("The local Clerk refuses live keys. Set CLERK_SECRET_KEY from its environment.")
	case !equalSecret(key, i.secretKey):
		return errKey("The local Clerk did not issue this secret key. Set CLERK_SECRET_KEY from its environment.")
	}
	return nil
}

// control lets through a local program that means to: no web page can set the
// header, and every page that writes announces itself by Origin.
func control(_ *Instance, r *http.Request) error {
	if _, browser := r.Header["Origin"]; browser || r.Header.Get(ControlHeader) == "" {
		return errControl()
	}
	return nil
}

// equalSecret compares in a time that depends on neither text: the digests
// have one length whatever the lengths of the texts.
func equalSecret(got, want string) bool {
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
