package faults

import "net/http"

// A gate holds requests back.
type gate struct {
	arrived chan struct{} // has an entry for each request that waits
	gone    chan struct{} // has an entry for each that ended while it waited
	opened  chan struct{}
}

// gate holds requests of a pattern back until it is opened.
func (a *api) gate(pattern string) *gate {
	g := &gate{make(chan struct{}, 64), make(chan struct{}, 64), make(chan struct{})}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.gates[pattern] = g
	return g
}

// open lets all requests pass.
func (g *gate) open() { close(g.opened) }

func (g *gate) pass(r *http.Request, closing <-chan struct{}) bool {
	g.arrived <- struct{}{}
	select {
	case <-g.opened:
		return true
	case <-r.Context().Done():
		g.gone <- struct{}{}
	case <-closing:
	}
	return false
}
