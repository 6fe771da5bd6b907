package faults

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"golang.org/x/net/dns/dnsmessage"
)

// unresolved returns the URL of an API on the same port under a name that no server of
// names knows: .invalid is reserved for that (RFC 6761, section 6.4). No question leaves
// this machine, because the resolver of these tests asks a server on loopback whatever
// it is told to ask.
func unresolved(apiURL string) string {
	return "https://api.clerk.invalid" + apiURL[strings.LastIndexByte(apiURL, ':'):]
}

// names has the names of the API, and the certificate of who answers to it, go wrong.
func names(s *suite) {
	nothing := func(*dnsmessage.Message) []byte { return nil }
	for name, test := range map[string]struct {
		answer func(question *dnsmessage.Message) []byte
		hangs  bool
	}{
		"dead":    {answer: nothing, hangs: true},
		"failing": {answer: refusing(dnsmessage.RCodeServerFailure)},
		"garbage": {answer: func(*dnsmessage.Message) []byte { return []byte(noise) }, hangs: true},
		"lying":   {answer: resolving([4]byte{127, 0, 0, 1})},
		"no name": {answer: refusing(dnsmessage.RCodeNameError)},
		"refused": {answer: refusing(dnsmessage.RCodeRefused)},
	} {
		s.run("names/"+name, func(t *testing.T) {
			resolver := &net.Resolver{PreferGo: true, Dial: nameServer(t, test.answer)}
			w := s.world(t, func(o *core.Options) {
				o.APIURL = unresolved(o.APIURL)
				o.HTTPClient.Timeout = patience
				o.HTTPClient.Transport.(impatient).Transport.DialContext = (&net.Dialer{Resolver: resolver}).DialContext
			})
			nobodyAnswers(t, w)
		})
	}
	s.run("names/certificate of nobody", func(t *testing.T) {
		var requests atomic.Int64
		stranger := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
		stranger.Config.ErrorLog = quiet()
		stranger.StartTLS()
		defer stranger.Close()
		w := s.world(t, func(o *core.Options) { o.APIURL = stranger.URL })
		nobodyAnswers(t, w)
		if requests.Load() > 0 {
			t.Error("the secret key was sent to a stranger")
		}
	})
}

// nobodyAnswers holds what an application does whose API cannot be reached at all.
func nobodyAnswers(t *testing.T, w *world) {
	want(t, "a good token", w.bearer(t, w.good), http.StatusServiceUnavailable)
	want(t, "a forged token", w.bearer(t, w.forged), http.StatusServiceUnavailable)
	want(t, "an API key", w.bearer(t, "ak_good"), http.StatusServiceUnavailable)
	want(t, "no JWT", w.bearer(t, "x.y.z"), http.StatusUnauthorized)
	_, err := w.client.Users.Get(t.Context(), "user_7")
	e, ok := errors.AsType[*backend.Error](err)
	if !ok || e.Code != backend.CodeTransport || e.Status != 0 || strings.Contains(err.Error(), secretKey) {
		t.Errorf("a call: %v", err)
	}
	if n := len(w.all()); n > 0 {
		t.Errorf("%d requests came without a name", n)
	}
}

// nameServer starts a server of names on loopback and returns how to reach it. No
// answer is none.
func nameServer(t *testing.T, answer func(*dnsmessage.Message) []byte) func(context.Context, string, string) (net.Conn, error) {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		packet := make([]byte, 1<<10)
		for {
			n, from, err := server.ReadFrom(packet)
			if err != nil {
				return
			}
			var question dnsmessage.Message
			if question.Unpack(packet[:n]) != nil {
				continue
			}
			if reply := answer(&question); reply != nil {
				_, _ = server.WriteTo(reply, from)
			}
		}
	}()
	t.Cleanup(func() {
		server.Close()
		<-done
	})
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}
}

// refusing answers all questions by a code.
func refusing(code dnsmessage.RCode) func(*dnsmessage.Message) []byte {
	return func(question *dnsmessage.Message) []byte {
		reply := dnsmessage.Message{Header: question.Header, Questions: question.Questions}
		reply.Response, reply.RCode = true, code
		packed, err := reply.Pack()
		if err != nil {
			panic(err)
		}
		return packed
	}
}

// resolving answers that every name is at an address.
func resolving(address [4]byte) func(*dnsmessage.Message) []byte {
	return func(question *dnsmessage.Message) []byte {
		reply := dnsmessage.Message{Header: question.Header, Questions: question.Questions}
		reply.Response = true
		for _, asked := range question.Questions {
			if asked.Type == dnsmessage.TypeA {
				reply.Answers = append(reply.Answers, dnsmessage.Resource{
					Header: dnsmessage.ResourceHeader{Name: asked.Name, Type: asked.Type, Class: asked.Class, TTL: 60},
					Body:   &dnsmessage.AResource{A: address},
				})
			}
		}
		packed, err := reply.Pack()
		if err != nil {
			panic(err)
		}
		return packed
	}
}
