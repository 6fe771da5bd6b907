package main

import (
	"fmt"
	"slices"
	"strings"
)

// what a difference is about, as the exceptions name it.
type what string

const (
	extra      what = "extra"      // the document lacks it
	missing    what = "missing"    // the code lacks it
	wrongKind  what = "kind"       // the types differ
	wrongForm  what = "form"       // absence or null is expressed otherwise
	wrongEnum  what = "enum"       // the constants differ
	wrongDoc   what = "doc"        // the comment
	wrongShape what = "expression" // the operation is built otherwise
)

// difference is one thing in which the code and the document differ.
type difference struct {
	position string // file:line
	subject  string // Type.Field
	where    []string
	what     what
	text     string
	keys     []string // what is not covered because of it
}

func (d difference) String() string { return d.position + " " + d.subject + ": " + d.text }

// The classes of what is counted.
const (
	operationKey = "operations"
	parameterKey = "parameters"
	bodyKey      = "body fields"
	responseKey  = "response fields"
)

// report collects differences and coverage. Operations count once; parameters of
// path and query and the fields of bodies, at any depth, count once for each
// operation; response fields count once for each schema, however many operations
// answer with it.
type report struct {
	exceptions  []exception
	used        []bool
	differences []difference
	total       map[string]map[string]bool // class, key
	seen        map[string]bool
	failed      map[string]bool
}

func newReport(exceptions []exception) *report {
	return &report{
		exceptions: exceptions,
		used:       make([]bool, len(exceptions)),
		total:      map[string]map[string]bool{operationKey: {}, parameterKey: {}, bodyKey: {}, responseKey: {}},
		seen:       map[string]bool{},
		failed:     map[string]bool{},
	}
}

// add records a difference, unless it is an exception.
func (r *report) add(d difference) {
	for i, e := range r.exceptions {
		if e.what == d.what && slices.ContainsFunc(d.where, e.covers) {
			r.used[i] = true
			for _, key := range d.keys {
				r.seen[key] = true
			}
			return
		}
	}
	r.differences = append(r.differences, d)
	for _, key := range d.keys {
		r.failed[key] = true
	}
}

func (r *report) count(class, key string) { r.total[class][key] = true }
func (r *report) see(key string)          { r.seen[key] = true }

// lines returns the differences, sorted, and what is wrong with the exceptions.
func (r *report) lines() []string {
	var lines []string
	for _, d := range r.differences {
		lines = append(lines, d.String())
	}
	slices.SortFunc(lines, compareLines)
	lines = slices.Compact(lines)
	for i, e := range r.exceptions {
		if !r.used[i] {
			lines = append(lines, fmt.Sprintf("scripts/opcheck/exceptions.go %s: the exception %s is stale: nothing differs so there", e.where, e.what))
		}
	}
	return lines
}

// summary returns the line that says what is covered.
func (r *report) summary() string {
	var parts []string
	for _, class := range []string{operationKey, parameterKey, bodyKey, responseKey} {
		covered := 0
		for key := range r.total[class] {
			if r.seen[key] && !r.failed[key] {
				covered++
			}
		}
		parts = append(parts, fmt.Sprintf("%s %d/%d", class, covered, len(r.total[class])))
	}
	return strings.Join(parts, ", ")
}
