package adaptertest

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/vectors"
)

// server is an application that runs.
type server struct {
	addr   string
	client *http.Client
	ran    atomic.Int64 // how often a handler has run
}

// start runs an application until the end of a case.
func (b *bench) start(t testing.TB, app App) *server {
	t.Helper()
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: parallelUsers}
	s := &server{client: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       patience,
		Transport:     transport,
	}}
	for i, route := range app.Routes {
		app.Routes[i].answer = func(c call) any {
			s.ran.Add(1)
			return route.answer(c)
		}
	}
	serve, err := b.build.try(app)
	if err != nil {
		t.Fatalf("the application was not built: %v", err)
	}
	addr, stop, err := listen(serve)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	s.addr = addr
	return s
}

// reply is what an application answered.
type reply struct {
	status int
	header http.Header
	body   string
	ran    int64 // how often a handler ran meanwhile
	reused bool  // the connection had answered before
	seen   seen  // by the handler that answered
}

// do sends a request on a connection that is kept.
func (s *server) do(t testing.TB, method, path string, header ...string) reply {
	t.Helper()
	return s.post(t, method, path, "", header...)
}

// post is [server.do] with a body.
func (s *server) post(t testing.TB, method, path, body string, header ...string) reply {
	t.Helper()
	r, err := s.try(t, method, path, body, header...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

// try is [server.post] for goroutines that may not end a test.
func (s *server) try(t testing.TB, method, path, body string, header ...string) (reply, error) {
	reused := false
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) { reused = info.Reused },
	})
	request, err := http.NewRequestWithContext(ctx, method, "http://"+s.addr+path, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Add(header[i], header[i+1])
	}
	before := s.ran.Load()
	response, err := s.client.Do(request)
	if err != nil {
		return reply{}, err
	}
	received, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return reply{}, err
	}
	r := s.reply(response, received, before)
	r.reused = reused
	return r, nil
}

// raw sends a request with a target that no client would send.
func (s *server) raw(t testing.TB, method, target string, header ...string) reply {
	t.Helper()
	before := s.ran.Load()
	lines := vectors.Headers{{"Host", s.addr}}
	for i := 0; i < len(header); i += 2 {
		lines = append(lines, [2]string{header[i], header[i+1]})
	}
	response, body, err := request{method, target, lines}.sendTo(s.addr)
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	return s.reply(response, body, before)
}

func (s *server) reply(response *http.Response, body []byte, before int64) reply {
	r := reply{status: response.StatusCode, header: response.Header, body: string(body), ran: s.ran.Load() - before}
	if r.status == http.StatusOK {
		_ = vectors.Decode(body, &r.seen)
	}
	return r
}

// headerNames returns the names of the headers, for messages: values may be
// secret.
func (r reply) headerNames() []string { return slices.Sorted(maps.Keys(r.header)) }
