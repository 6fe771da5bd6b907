package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// scripts is the folder of the JavaScript contenders.
const scripts = "js"

// hasNode installs the JavaScript contenders, and reports whether there is a Node to run
// them.
var hasNode = sync.OnceValue(func() bool {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			log.Printf("no %s: JavaScript packages are left out", program)
			return false
		}
	}
	if _, err := os.Stat(filepath.Join(scripts, "node_modules")); err == nil {
		return true
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir, install.Stdout, install.Stderr = scripts, os.Stderr, os.Stderr
	if err := install.Run(); err != nil {
		log.Printf("npm ci: %v: JavaScript packages are left out", err)
		return false
	}
	return true
})

// script is a JavaScript contender.
func script(name string, env []string) *exec.Cmd {
	command := exec.Command("node", filepath.Join(scripts, name))
	command.Env, command.Stderr = append(append(os.Environ(), "NODE_ENV=production"), env...), os.Stderr
	return command
}

// nodeServers are the servers of Clerk's packages for Node.
func nodeServers() [][]serverSpec {
	if !hasNode() {
		return nil
	}
	express := func(file string) func([]string) *exec.Cmd {
		return func(env []string) *exec.Cmd { return script(file, env) }
	}
	return [][]serverSpec{{
		{framework: "Express", command: express("bare.mjs"), node: true},
		{framework: "Express", behind: "@clerk/express", command: express("express.mjs"), node: true},
	}}
}

// A talk is a program that answers each line of JSON with one.
type talk struct {
	command *exec.Cmd
	to      *json.Encoder
	from    *json.Decoder
	close   func() error
}

func talkTo(command *exec.Cmd) (*talk, error) {
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &talk{command, json.NewEncoder(input), json.NewDecoder(bufio.NewReader(output)), input.Close}, command.Start()
}

func (t *talk) ask(question, answer any) error {
	if err := t.to.Encode(question); err != nil {
		return err
	}
	return t.from.Decode(answer)
}

func (t *talk) end() {
	_ = t.close()
	_ = t.command.Wait()
}

// nodeVerify measures verifyToken of @clerk/backend, with the key at hand.
func nodeVerify(b *bench) ([]result, error) {
	if !hasNode() {
		return nil, nil
	}
	t, err := talkTo(script("verify.mjs", b.inst.Env()))
	if err != nil {
		return nil, err
	}
	defer t.end()
	var results []result
	for _, parallel := range []int{1, 32} {
		var ns []float64
		for range b.rounds + 1 {
			var answer struct {
				CPU    float64 `json:"cpu"` // ns for one
				Failed int     `json:"failed"`
			}
			if err := t.ask(map[string]any{"tokens": b.tokens, "parallel": parallel}, &answer); err != nil {
				return nil, err
			}
			if answer.Failed > 0 {
				return nil, fmt.Errorf("verifyToken refused %d tokens", answer.Failed)
			}
			ns = append(ns, answer.CPU)
		}
		results = append(results, result{name: fmt.Sprintf("@clerk/backend, %d at once", parallel), ns: statsOf(ns[1:]), allocs: -1})
	}
	return results, nil
}

// nodeKeys is @clerk/backend in the scenarios of key sets.
func nodeKeys(inst *clerktest.Instance, _ *clerktest.Clock) (verifier, func(), error) {
	if !hasNode() {
		return nil, nil, nil
	}
	t, err := talkTo(script("verify.mjs", append(inst.Env(), "REMOTE_KEYS=1")))
	if err != nil {
		return nil, nil, err
	}
	return func(tokens []string) (int, error) {
		var answer struct {
			Failed int `json:"failed"`
		}
		err := t.ask(map[string]any{"tokens": tokens, "parallel": len(tokens)}, &answer)
		return answer.Failed, err
	}, t.end, nil
}

// nodeVersions lists the versions of the JavaScript contenders.
func nodeVersions() string {
	if !hasNode() {
		return ""
	}
	var all strings.Builder
	if version, err := exec.Command("node", "--version").Output(); err == nil {
		fmt.Fprintf(&all, "- Node %s\n", strings.TrimSpace(string(version)))
	}
	for _, name := range []string{"@clerk/backend", "@clerk/express", "express"} {
		var manifest struct {
			Version string `json:"version"`
		}
		text, err := os.ReadFile(filepath.Join(scripts, "node_modules", filepath.FromSlash(name), "package.json"))
		if err == nil && json.Unmarshal(text, &manifest) == nil {
			fmt.Fprintf(&all, "- `%s` %s\n", name, manifest.Version)
		}
	}
	return all.String()
}
