package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// root is the path of the module that the repository is.
const root = "github.com/pgfault/pgfault"

// part is a module, by its folder in the repository.
type part string

// modules are all of them; each requires only those before it, since its go.sum holds their sums.
var modules = []part{"pgdiag", "pgdiag/otelpgdiag", "."}

func (p part) path() string { return path.Join(root, string(p)) }

func (p part) tag(version string) string { return path.Join(string(p), version) }

// rewrite lets every module of a work tree require the version of the others.
func rewrite(tree, version string) error {
	sums := map[part][]string{}
	for _, p := range modules {
		folder := filepath.Join(tree, string(p))
		required, err := p.requireReleased(filepath.Join(folder, "go.mod"), version)
		if err != nil {
			return err
		}
		for _, other := range required {
			if err := addSums(filepath.Join(folder, "go.sum"), sums[other]); err != nil {
				return err
			}
		}
		if p == "." {
			continue // nothing requires it
		}
		if sums[p], err = sumsOf(module.Version{Path: p.path(), Version: version}, folder); err != nil {
			return err
		}
	}
	return nil
}

// requireReleased takes the replace lines out of a go.mod, and puts the version in. It gives those that are required.
func (p part) requireReleased(file, version string) (required []part, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read go.mod: %w", err)
	}
	mod, err := modfile.Parse(file, data, nil)
	if err != nil {
		return nil, fmt.Errorf("read go.mod: %w", err)
	}
	for _, other := range modules {
		if !requires(mod, other.path()) {
			continue
		}
		required = append(required, other)
		if err := errors.Join(mod.AddRequire(other.path(), version), mod.DropReplace(other.path(), "")); err != nil {
			return nil, fmt.Errorf("write %s: %w", file, err)
		}
	}
	mod.Cleanup()
	if len(mod.Replace) > 0 {
		return nil, fmt.Errorf("%s replaces %s, which a release can't", file, mod.Replace[0].Old.Path)
	}
	if data, err = mod.Format(); err != nil {
		return nil, fmt.Errorf("write %s: %w", file, err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return nil, fmt.Errorf("write go.mod: %w", err)
	}
	return required, nil
}

func requires(mod *modfile.File, path string) bool {
	for _, r := range mod.Require {
		if r.Mod.Path == path {
			return true
		}
	}
	return false
}
