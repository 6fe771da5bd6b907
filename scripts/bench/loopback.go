package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/gofiber/fiber/v2"
)

// Load on a server over loopback.
const (
	connections = 8
	requests    = 800 // a turn
)

// overLoopback measures servers in processes of their own, which answer requests over
// TCP: their CPU time, and how many they answer in a second.
func overLoopback(b *bench, r *report) error {
	var rows []serverRow
	for _, group := range b.serverGroups() {
		measured, err := b.serverGroup(group)
		if err != nil {
			return err
		}
		rows = append(rows, measured...)
	}
	r.servers("Servers over loopback", fmt.Sprintf("%d connections, tokens seen before. CPU of the server's process relative to the bare route of the same framework.", connections), rows)
	for _, row := range rows {
		if row.behind == ours {
			r.budget("CPU over loopback, "+row.framework, row.ratio.median, 1.25, "× the bare route")
		}
	}
	mine, theirs := findRow(rows, "net/http", ours), findRow(rows, "net/http", official)
	r.claim("server over loopback", mine.cpu.median < theirs.cpu.median && mine.failed == 0)
	for _, row := range rows {
		if row.node {
			r.claim("server over loopback against "+row.framework, mine.cpu.median < row.cpu.median)
		}
	}
	r.budget("throughput of two cores over one", b.scaling(), 1.7, "×, at least")
	return nil
}

// A serverRow is what a server took.
type serverRow struct {
	framework, behind string
	node              bool
	cpu               stats // ns a request
	ratio             stats // to the first of the group
	rate              stats // requests a second
	failed            int
}

func findRow(rows []serverRow, framework, behind string) serverRow {
	return rows[slices.IndexFunc(rows, func(r serverRow) bool { return r.framework == framework && r.behind == behind })]
}

// A serverSpec is how to start a server.
type serverSpec struct {
	framework, behind string
	command           func(env []string) *exec.Cmd
	node              bool
}

func (b *bench) serverGroups() [][]serverSpec {
	var groups [][]serverSpec
	last := ""
	for _, app := range b.applications() {
		spec := serverSpec{framework: app.framework, behind: app.behind, command: func(env []string) *exec.Cmd {
			command := exec.Command(os.Args[0], "-serve", app.name())
			command.Env = append(os.Environ(), env...)
			return command
		}}
		if app.framework != last {
			groups, last = append(groups, nil), app.framework
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], spec)
	}
	return append(groups, nodeServers()...)
}

// serverGroup lets servers take turns.
func (b *bench) serverGroup(specs []serverSpec) ([]serverRow, error) {
	if len(specs) == 0 {
		return nil, nil
	}
	var servers []*server
	defer func() {
		for _, s := range servers {
			s.stop()
		}
	}()
	for _, spec := range specs {
		s, err := b.start(spec)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", spec.framework, spec.behind, err)
		}
		servers = append(servers, s)
		if _, _, err := s.load(b.tokens[:100], 2*requests); err != nil { // warm up
			return nil, err
		}
	}
	rates, failed := make([][]float64, len(specs)), make([]int, len(specs))
	took, ratios, err := b.takeTurns(len(specs), func(k int) (float64, error) {
		before, err := servers[k].cpu()
		if err != nil {
			return 0, err
		}
		rate, bad, err := servers[k].load(b.tokens[:100], requests)
		if err != nil {
			return 0, err
		}
		after, err := servers[k].cpu()
		rates[k] = append(rates[k], rate)
		failed[k] += bad
		return float64(after-before) / requests, err
	})
	if err != nil {
		return nil, err
	}
	var rows []serverRow
	for k, spec := range specs {
		rows = append(rows, serverRow{spec.framework, spec.behind, spec.node, statsOf(took[k]), statsOf(ratios[k]), statsOf(rates[k]), failed[k]})
	}
	return rows, nil
}

// scaling returns how many times as many requests our middleware answers on two cores
// as on one. It needs both, so nothing else may run. There is no mux in front: that of
// net/http takes a lock that all cores write to, and does not scale by itself. There is a
// heap as services have one: with none, the collector, which stops all cores, would run
// every few thousand requests.
func (b *bench) scaling() float64 {
	handler := chiclerk.Middleware(chiclerk.Options{Client: b.client})(http.HandlerFunc(seen))
	app := application{"net/http", ours, handler, nil}
	heap := make([]byte, 64<<20)
	_, ratios, err := b.takeTurns(2, func(k int) (float64, error) { return 1 / warmRate(app, b.tokens[:100], k+1), nil })
	must(err)
	runtime.KeepAlive(heap)
	return 1 / statsOf(ratios[1]).median
}

// warmRate has an application answer requests on some cores, without a network, and
// returns how many it answered in a second.
func warmRate(app application, tokens []string, cores int) float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	const all = 40_000 // as much garbage on two cores as on one
	calls := make([][]func(), cores)
	for k := range calls {
		for _, text := range tokens {
			calls[k] = append(calls[k], app.call("Bearer "+text))
		}
	}
	runtime.GC()
	var group sync.WaitGroup
	began := time.Now()
	for k, own := range calls {
		group.Go(func() {
			for n := range all / cores {
				own[(n+k)%len(own)]()
			}
		})
	}
	group.Wait()
	return all / time.Since(began).Seconds()
}

// A server is a process that serves.
type server struct {
	addr    string
	command *exec.Cmd
	client  *http.Client
	input   io.Closer
}

func (b *bench) start(spec serverSpec) (*server, error) {
	command := spec.command(append(b.inst.Env(), "GOMAXPROCS=1"))
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		return nil, err
	}
	addr, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		_ = command.Process.Kill()
		return nil, fmt.Errorf("the server did not start: %w", err)
	}
	return &server{
		addr: strings.TrimSpace(addr), command: command, input: input,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}},
	}, nil
}

func (s *server) stop() {
	s.client.CloseIdleConnections()
	_ = s.input.Close()
	_ = s.command.Wait()
}

// load sends requests and returns how many were answered in a second, and how many
// with another status than 200.
func (s *server) load(tokens []string, count int) (rate float64, failed int, err error) {
	var group sync.WaitGroup
	var mu sync.Mutex
	began := time.Now()
	for k := range connections {
		group.Go(func() {
			bad, failure := s.loadOne(tokens[k:], count/connections)
			mu.Lock()
			defer mu.Unlock()
			failed += bad
			if failure != nil {
				err = failure
			}
		})
	}
	group.Wait()
	return float64(count) / time.Since(began).Seconds(), failed, err
}

func (s *server) loadOne(tokens []string, count int) (failed int, err error) {
	for n := range count {
		request, err := http.NewRequest(http.MethodGet, "http://"+s.addr+"/", nil)
		if err != nil {
			return failed, err
		}
		request.Header.Set("Authorization", "Bearer "+tokens[n%len(tokens)])
		response, err := s.client.Do(request)
		if err != nil {
			return failed, err
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			failed++
		}
	}
	return failed, nil
}

// cpu asks a server for the CPU time of its process, in nanoseconds.
func (s *server) cpu() (int64, error) {
	response, err := s.client.Get("http://" + s.addr + "/cpu")
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
}

// serveContender is the other side: it serves one application until standard input
// ends, and tells its CPU time.
func serveContender(name string) error {
	b, err := contenderBench()
	if err != nil {
		return err
	}
	apps := b.applications()
	at := slices.IndexFunc(apps, func(a application) bool { return a.name() == name })
	if at < 0 {
		return fmt.Errorf("no application is called %s", name)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	go func() { _ = apps[at].serve(listener) }()
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// contenderBench is a bench for the process of one application: the instance is
// another process's, which the environment names.
func contenderBench() (*bench, error) {
	options := quiet(core.OptionsFromEnv())
	client, err := core.NewClient(options)
	return &bench{client: client, apiURL: options.APIURL, secretKey: options.SecretKey}, err
}

func (a application) serve(listener net.Listener) error {
	cpuText := func() string { return strconv.FormatInt(int64(cpu()), 10) }
	if a.fiber != nil {
		a.fiber.Get("/cpu", func(c *fiber.Ctx) error { return c.SendString(cpuText()) })
		return a.fiber.Listener(listener)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/cpu", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, cpuText()) })
	mux.Handle("/", a.handler)
	return http.Serve(listener, mux)
}
