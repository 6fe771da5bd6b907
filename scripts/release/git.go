package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"

	"golang.org/x/mod/semver"
)

// repository is a checkout, by its folder.
type repository struct{ root string }

// commit returns the files of a commit, or of any tree that git knows.
func (r repository) commit(ctx context.Context, revision string) (fs.FS, error) {
	archive, err := git(ctx, r.root, "archive", "--format=zip", revision)
	if err != nil {
		return nil, err
	}
	return zip.NewReader(strings.NewReader(archive), int64(len(archive)))
}

// lastTag returns the newest tag of core that the working tree descends from, "" if
// there is none. Tags of all modules are made together.
func (r repository) lastTag(ctx context.Context) (string, error) {
	tags, err := git(ctx, r.root, "tag", "--list", "core/v*", "--merged", "HEAD")
	if err != nil {
		return "", err
	}
	newest := ""
	for tag := range strings.Lines(tags) {
		if tag = strings.TrimSpace(tag); newest == "" || semver.Compare(tagVersion(tag), tagVersion(newest)) > 0 {
			newest = tag
		}
	}
	return newest, nil
}

// tagVersion returns the version of a tag of core.
func tagVersion(tag string) string { return strings.TrimPrefix(tag, "core/") }

// git runs git and returns what it prints.
func git(ctx context.Context, dir string, arguments ...string) (string, error) {
	return output(exec.CommandContext(ctx, "git", arguments...), dir)
}

// output runs a command in a folder. An error has what the command said.
func output(command *exec.Cmd, dir string) (string, error) {
	var stdout, stderr bytes.Buffer
	command.Dir, command.Stdout, command.Stderr = dir, &stdout, &stderr
	if err := command.Run(); err != nil {
		return stdout.String(), fmt.Errorf("%s: %w\n%s", strings.Join(command.Args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}
