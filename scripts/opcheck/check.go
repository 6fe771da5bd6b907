package main

import (
	"cmp"
	"fmt"
	"go/token"
	"strconv"
	"strings"
)

// checker compares a document with code.
type checker struct {
	*report
	spec *spec
	code *code

	enums     map[string]*enumUse
	responses responses
}

// check compares a document with code.
func check(s *spec, c *code, exceptions []exception) *report {
	k := &checker{report: newReport(exceptions), spec: s, code: c, enums: map[string]*enumUse{}}
	k.responses = newResponses()
	for _, o := range s.operations {
		k.countOperation(o)
	}
	byOperation := k.assign()
	for _, o := range s.operations {
		if m := byOperation[o]; m != nil {
			k.operation(o, m)
		}
	}
	k.checkResponses()
	k.checkEnums()
	return k.report
}

// at is a place in the code, and what it is compared with.
type at struct {
	pos     token.Pos
	subject string
	where   []string // its names in the list of exceptions
	keys    []string // of coverage
}

// differ records a difference at a place.
func (k *checker) differ(a at, w what, format string, arguments ...any) {
	k.add(difference{
		position: k.code.position(a.pos),
		subject:  a.subject,
		where:    a.where,
		what:     w,
		text:     fmt.Sprintf(format, arguments...),
		keys:     a.keys,
	})
}

// compareLines orders lines by file and number.
func compareLines(a, b string) int {
	fileA, lineA := place(a)
	fileB, lineB := place(b)
	return cmp.Or(strings.Compare(fileA, fileB), cmp.Compare(lineA, lineB), strings.Compare(a, b))
}

func place(line string) (file string, number int) {
	position, _, _ := strings.Cut(line, " ")
	file, digits, _ := strings.Cut(position, ":")
	number, _ = strconv.Atoi(digits)
	return file, number
}
