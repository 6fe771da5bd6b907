// Command bench measures what authentication costs, here and in other packages, in one
// run, and prints a table in Markdown. It is a module outside the workspace, so that
// what it compares with reaches nobody else.
//
//	go -C scripts/bench run .                  print the tables
//	go -C scripts/bench run . -out ../../docs  write docs/performance.md and its plots
//	go -C scripts/bench run . -check           fail if a row of the budget is missed
//
// Contenders take turns in short slices, and what counts is the CPU time of the process
// relative to the base of a section, which has its turn before and after each of them:
// ratios are comparable between machines, times are not. Rows of JavaScript packages need Node and npm, and
// are left out without them.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	var (
		check  = flag.Bool("check", false, "fail if a row of the budget is missed")
		only   = flag.String("only", "", "run one section: "+fmt.Sprint(names()))
		out    = flag.String("out", "", "write performance.md and plots to this folder")
		rounds = flag.Int("rounds", 15, "how often each contender has its turn, at least")
		span   = flag.Duration("span", 8*time.Second, "how long contenders take turns, at least")
		serve  = flag.String("serve", "", "for this program itself: serve a contender until standard input ends")
	)
	flag.Parse()
	if *serve != "" {
		if err := serveContender(*serve); err != nil {
			log.Fatal(err)
		}
		return
	}
	report := newReport()
	b, err := newBench(*rounds, *span)
	if err != nil {
		log.Fatal(err)
	}
	defer b.close()
	for _, section := range sections {
		if *only != "" && section.name != *only {
			continue
		}
		began := time.Now()
		if err := section.run(b, report); err != nil {
			log.Fatalf("%s: %v", section.name, err)
		}
		log.Printf("%s took %.0f s", section.name, time.Since(began).Seconds())
	}
	fmt.Print(report.markdown())
	if *out != "" {
		if err := report.write(*out); err != nil {
			log.Fatal(err)
		}
		log.Printf("wrote %s", filepath.Join(*out, "performance.md"))
	}
	if *check && !report.met() {
		os.Exit(1)
	}
}

// sections are what is measured, in the order of the report.
var sections = []struct {
	name string
	run  func(*bench, *report) error
}{
	{"new", newTokens},
	{"seen", seenTokens},
	{"hostile", hostileTokens},
	{"process", inProcess},
	{"loopback", overLoopback},
	{"keys", keySets},
	{"page", page},
}

func names() []string {
	var all []string
	for _, section := range sections {
		all = append(all, section.name)
	}
	slices.Sort(all)
	return all
}
