package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"
)

// sumsOf are the lines of a go.sum about a module whose tree is in a folder: of what Go downloads, and of its go.mod.
func sumsOf(m module.Version, folder string) ([]string, error) {
	packed, err := os.CreateTemp("", "pgfault-release-*.zip")
	if err != nil {
		return nil, fmt.Errorf("sum %s: %w", m, err)
	}
	defer func() { _ = os.Remove(packed.Name()) }() // the system's, where it can't be removed
	err = zip.CreateFromDir(packed, m, folder)
	if closeErr := packed.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("sum %s: %w", m, err)
	}
	whole, err := dirhash.HashZip(packed.Name(), dirhash.Hash1)
	if err != nil {
		return nil, fmt.Errorf("sum %s: %w", m, err)
	}
	mod, err := dirhash.Hash1([]string{"go.mod"}, func(name string) (io.ReadCloser, error) { return os.Open(filepath.Join(folder, name)) })
	if err != nil {
		return nil, fmt.Errorf("sum %s: %w", m, err)
	}
	return []string{
		fmt.Sprintf("%s %s %s", m.Path, m.Version, whole),
		fmt.Sprintf("%s %s/go.mod %s", m.Path, m.Version, mod),
	}, nil
}

// addSums adds lines to a go.sum, in Go's order.
func addSums(file string, more []string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read go.sum: %w", err)
	}
	lines := append(strings.Split(strings.TrimRight(string(data), "\n"), "\n"), more...)
	slices.Sort(lines)
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		return fmt.Errorf("write go.sum: %w", err)
	}
	return nil
}
