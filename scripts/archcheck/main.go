// Command archcheck checks that the workspace is built as CONTRIBUTING.md says:
// which package may import which, which files each adapter has, and a few habits
// of the source that no linter knows. It prints one line per violation and exits
// with status 1 if there is any.
//
//	go run ./scripts/archcheck
package main

import (
	"fmt"
	"os"
)

func main() {
	violations, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "archcheck:", err)
		os.Exit(2)
	}
	for _, violation := range violations {
		fmt.Println(violation)
	}
	if len(violations) > 0 {
		os.Exit(1)
	}
}

// run checks the workspace around the working directory.
func run() ([]string, error) {
	root, err := workspace()
	if err != nil {
		return nil, err
	}
	packages, err := list(root)
	if err != nil {
		return nil, err
	}
	violations := checkImports(packages)
	violations = append(violations, checkAdapterFiles(packages)...)
	used, err := checkCoreUse(packages)
	if err != nil {
		return nil, err
	}
	sources, err := checkSources(root)
	if err != nil {
		return nil, err
	}
	return append(append(violations, used...), sources...), nil
}
