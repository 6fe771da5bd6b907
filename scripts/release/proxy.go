package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	gomod "golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"
)

// fill writes a module of a commit into a proxy, a folder with the paths of the protocol
// (https://go.dev/ref/mod#goproxy-protocol), and returns the checksum of its content.
func (r repository) fill(proxy, revision string, files fs.FS, dir, version string) (sum string, err error) {
	m := gomod.Version{Path: prefix + dir, Version: version}
	escaped, err := gomod.EscapePath(m.Path)
	if err != nil {
		return "", err
	}
	folder := filepath.Join(proxy, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return "", err
	}
	info, err := json.Marshal(struct {
		Version string
		Time    time.Time
	}{Version: version})
	if err != nil {
		return "", err
	}
	goMod, err := fs.ReadFile(files, dir+"/go.mod")
	if err != nil {
		return "", err
	}
	for name, data := range map[string][]byte{"list": []byte(version + "\n"), version + ".info": info, version + ".mod": goMod} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o666); err != nil {
			return "", err
		}
	}
	archive := filepath.Join(folder, version+".zip")
	file, err := os.Create(archive)
	if err != nil {
		return "", err
	}
	if err := zip.CreateFromVCS(file, m, r.root, revision, dir); err != nil {
		file.Close()
		return "", err
	}
	if err := file.Close(); err != nil {
		return "", err
	}
	return dirhash.HashZip(archive, dirhash.Hash1)
}
