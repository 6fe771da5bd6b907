package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// beginning reads what a local Clerk begins with, before there is one: the state file,
// or the seed while there is no state file, or else two users.
func (s settings) beginning() (func(*clerktest.Instance) error, error) {
	if s.state != "" {
		switch seed, err := readSeed(s.state); {
		case err == nil:
			return loading(seed, func(err error) error { return s.damaged(err) }), nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, s.damaged(err)
		}
	}
	if s.seed == "" {
		return addUsers, nil
	}
	bad := func(err error) error {
		return &exitError{statusUsage, fmt.Errorf("seed %s: %w", s.seed, unwrapPath(err))}
	}
	seed, err := readSeed(s.seed)
	if err != nil {
		return nil, bad(err)
	}
	return loading(seed, bad), nil
}

// damaged says that a state file is none, and that it is left as it is.
func (s settings) damaged(err error) error {
	return fmt.Errorf("state %s: %w; mend the file or move it away, clerkdev leaves it as it is", s.state, unwrapPath(err))
}

// unwrapPath drops the path from an error of package os: ours has it already.
func unwrapPath(err error) error {
	if wrapped, ok := errors.AsType[*fs.PathError](err); ok {
		return wrapped.Err
	}
	return err
}

func readSeed(path string) (clerktest.Seed, error) {
	file, err := os.Open(path)
	if err != nil {
		return clerktest.Seed{}, err
	}
	defer file.Close()
	return clerktest.ReadSeed(file)
}

func loading(seed clerktest.Seed, bad func(error) error) func(*clerktest.Instance) error {
	return func(instance *clerktest.Instance) error {
		if err := instance.Load(seed); err != nil {
			return bad(err)
		}
		return nil
	}
}

// addUsers adds the two users that need no seed.
func addUsers(instance *clerktest.Instance) error {
	instance.CreateUser(clerktest.UserParams{
		EmailAddress: adminEmail,
		Memberships:  []clerktest.Membership{{Role: "org:admin"}},
	})
	instance.CreateUser(clerktest.UserParams{EmailAddress: memberEmail})
	return nil
}

// writeState replaces the state file as a whole: whoever reads it, or dies meanwhile,
// finds the one before or the one after.
func writeState(path string, instance *clerktest.Instance) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".clerkdev-*") // mode 0600
	if err != nil {
		return fmt.Errorf("state %s: %w", path, unwrapPath(err))
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
			err = fmt.Errorf("state %s: %w", path, unwrapPath(err))
		}
	}()
	if err := clerktest.WriteSeed(file, instance.Save()); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
