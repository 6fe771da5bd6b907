package main

import (
	"context"
	"debug/buildinfo"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// consumers has a program for each released module, and in want.txt what it prints. A
// folder without main.go has the one of "adapter" and its want.txt.
//
//go:embed testdata/consumers
var embedded embed.FS

// perConsumer is how long one program may take to be built and run. It only stops what
// hangs.
const perConsumer = 5 * time.Minute

// consume builds and runs the programs of released modules, all of them if none is
// named, outside the repository and from a proxy that a commit has filled.
func (r repository) consume(ctx context.Context, stdout io.Writer, consumers fs.FS, revision string, dirs []string) error {
	files, err := r.commit(ctx, revision)
	if err != nil {
		return err
	}
	w, err := readWorkspace(files)
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		if !slices.Contains(w.released(), dir) {
			return fmt.Errorf("%s is not released; the modules are %s", dir, strings.Join(w.released(), ", "))
		}
	}
	if len(dirs) == 0 {
		dirs = w.released()
	}
	u, err := r.newUser(ctx, revision, files, w, consumers)
	if err != nil {
		return err
	}
	defer os.RemoveAll(u.home)
	fmt.Fprintf(stdout, "consume: the proxy has %d modules of %s, as %s\n", len(w.released()), revision, w.version)

	lines := make([]string, len(dirs))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, dir := range dirs {
		group.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, perConsumer)
			defer cancel()
			began := time.Now()
			if err := u.consume(ctx, dir); err != nil {
				return fmt.Errorf("%s: %w", dir, err)
			}
			lines[i] = fmt.Sprintf("consume: %s is good, %.0f s\n", dir, time.Since(began).Seconds())
			return nil
		})
	}
	err = group.Wait()
	fmt.Fprint(stdout, strings.Join(lines, ""))
	if err != nil {
		fmt.Fprintln(stdout, "consume:", err)
		return errNotWell
	}
	return nil
}

// user is somebody else's machine: it has no repository, and has downloaded nothing yet.
type user struct {
	home  string
	env   []string
	files fs.FS // of the commit, for go.sum only
	w     *workspace
	sums  map[string]string // of what the proxy has, by path of the module

	consumers fs.FS
}

func (r repository) newUser(ctx context.Context, revision string, files fs.FS, w *workspace, consumers fs.FS) (_ *user, err error) {
	home, err := os.MkdirTemp("", "clerk-consumer-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(home)
		}
	}()
	u := &user{home: home, files: files, w: w, sums: map[string]string{}, consumers: consumers}
	proxy := filepath.Join(home, "proxy")
	for _, dir := range w.released() {
		if u.sums[prefix+dir], err = r.fill(proxy, revision, files, dir, w.version); err != nil {
			return nil, err
		}
	}
	var known []string
	for _, name := range []string{"GOMODCACHE", "GOPROXY"} {
		value, err := output(exec.CommandContext(ctx, "go", "env", name), r.root)
		if err != nil {
			return nil, err
		}
		known = append(known, strings.TrimSpace(value))
	}
	// The cache of modules is empty, so that nothing can come from elsewhere than the
	// proxy; other people's modules come from the ordinary cache if it has them. Paths
	// are trimmed since the cache of builds would take each folder for another program.
	u.env = append(os.Environ(),
		"GOBIN="+filepath.Join(home, "bin"),
		"GOFLAGS=-mod=mod -modcacherw -trimpath",
		"GOMODCACHE="+filepath.Join(home, "modules"),
		"GONOPROXY=none",
		"GONOSUMDB="+prefix+"*",
		"GOPROXY="+fileURL(proxy)+","+fileURL(filepath.Join(known[0], "cache", "download"))+","+known[1],
		"GOWORK=off",
	)
	return u, nil
}

// fileURL returns the URL of a folder.
func fileURL(folder string) string {
	folder = filepath.ToSlash(folder)
	if !strings.HasPrefix(folder, "/") { // C:/…
		folder = "/" + folder
	}
	return "file://" + folder
}

// consume builds and runs the program of a module.
func (u *user) consume(ctx context.Context, dir string) error {
	folder := filepath.Join(u.home, "consumers", dir)
	want, err := u.write(folder, dir)
	if err != nil {
		return err
	}
	if _, err := u.run(ctx, folder, "go", "get", prefix+dir+"@"+u.w.version); err != nil {
		return err
	}
	if _, err := u.run(ctx, folder, "go", "build", "-o", program("consumer"), "."); err != nil {
		return err
	}
	if err := u.checkBuild(filepath.Join(folder, program("consumer")), dir); err != nil {
		return err
	}
	command := []string{filepath.Join(folder, program("consumer"))}
	if dir == "core" { // its command runs the program
		if _, err := u.run(ctx, folder, "go", "install", prefix+"core/cmd/clerkdev@"+u.w.version); err != nil {
			return err
		}
		clerkdev := filepath.Join(u.home, "bin", program("clerkdev"))
		if err := u.checkBuild(clerkdev, dir); err != nil {
			return err
		}
		command = append([]string{clerkdev, "-addr", "127.0.0.1:0", "-quiet", "--"}, command...)
	}
	got, err := u.run(ctx, folder, command...)
	if err == nil && got != want {
		err = fmt.Errorf("the program printed\n%swant\n%s", got, want)
	}
	return err
}

// write writes the program of a module into a folder, and returns what it has to print.
func (u *user) write(folder, dir string) (want string, err error) {
	sources, err := source(u.consumers, dir)
	if err != nil {
		return "", err
	}
	// The checksums are those of the commit, so that what is built is what was tested,
	// and no database has to be asked.
	sums, err := fs.ReadFile(u.files, dir+"/go.sum")
	if err != nil {
		return "", err
	}
	core, err := fs.ReadFile(u.files, "core/go.sum")
	if err != nil {
		return "", err
	}
	sources["go.mod"] = []byte("module consumer\n\ngo " + u.w.goLine + "\n")
	sources["go.sum"] = slices.Concat(sums, core)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return "", err
	}
	for name, data := range sources {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o666); err != nil {
			return "", err
		}
	}
	return string(sources["want.txt"]), nil
}

// source returns the files of the program for a module, by name.
func source(consumers fs.FS, dir string) (map[string][]byte, error) {
	sources := map[string][]byte{}
	for _, from := range []string{dir, "adapter"} {
		if _, whole := sources["main.go"]; whole {
			break
		}
		entries, err := fs.ReadDir(consumers, from)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errors.New("there is no program for it in scripts/release/testdata/consumers")
		}
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			data, err := fs.ReadFile(consumers, path.Join(from, entry.Name()))
			if err != nil {
				return nil, err
			}
			sources[entry.Name()] = data
		}
	}
	return sources, nil
}

// checkBuild checks that a program has the module, and each other of this repository,
// with the content that the proxy has.
func (u *user) checkBuild(file, dir string) error {
	build, err := buildinfo.ReadFile(file)
	if err != nil {
		return err
	}
	found := false
	for _, m := range append(build.Deps, &build.Main) {
		if _, ok := sibling(m.Path); !ok {
			continue
		}
		found = found || m.Path == prefix+dir
		if m.Replace != nil || m.Version != u.w.version || m.Sum != u.sums[m.Path] {
			return fmt.Errorf("%s was built from %s@%s %s, want %s %s", filepath.Base(file), m.Path, m.Version, m.Sum, u.w.version, u.sums[m.Path])
		}
	}
	if !found {
		return fmt.Errorf("%s was built without %s", filepath.Base(file), prefix+dir)
	}
	return nil
}

// run runs a command as the user and returns what it prints.
func (u *user) run(ctx context.Context, folder string, command ...string) (string, error) {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Env = u.env
	return output(c, folder)
}

// program returns the name of a program's file.
func program(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return name
}
