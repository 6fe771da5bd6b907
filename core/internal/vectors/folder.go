package vectors

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Variable names the environment variable that replays another folder. It may
// hold any of the suites. A relative path is looked up in the working
// directory and in each of its parents, because go test changes to the folder
// of the package under test.
const Variable = "CLERK_VECTORS"

const (
	projectFolder  = "testdata/vectors"
	deviationsFile = "deviations.json"
)

// errAbsent reports that a file or folder does not exist where that is allowed.
var errAbsent = errors.New("absent")

// folder returns where the suites are. It wraps errAbsent when the variable is
// unset and no parent has the project's folder, as in a downloaded module.
func folder() (string, error) {
	if path := os.Getenv(Variable); path != "" {
		found, err := upwards(path)
		if errors.Is(err, errAbsent) {
			return "", fmt.Errorf("%s=%s is no folder", Variable, path)
		}
		return found, err
	}
	return upwards(projectFolder)
}

// upwards finds a folder by a path relative to the working directory or to one
// of its parents.
func upwards(path string) (string, error) {
	if filepath.IsAbs(path) {
		return path, requireFolder(path)
	}
	directory, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		candidate := filepath.Join(directory, path)
		if err := requireFolder(candidate); !errors.Is(err, errAbsent) {
			return candidate, err
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			return "", fmt.Errorf("%s: %w in the working directory and its parents", path, errAbsent)
		}
		directory = parent
	}
}

func requireFolder(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return fmt.Errorf("%s: %w", path, errAbsent)
	default:
		return err
	}
}
