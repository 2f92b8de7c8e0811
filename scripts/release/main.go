// Release tags a version of all modules of this repository.
//
//	go run ./scripts/release [-C FOLDER] VERSION
//
// While it is worked on, the modules have each other by replace, which holds in the main module alone: nobody can install
// a program whose go.mod has such a line, and whoever requires it gets no more than a version that is not there. So a
// release is a commit of its own beside the branch, in which each go.mod requires the version that is released; its tags
// VERSION, pgdiag/VERSION and pgdiag/otelpgdiag/VERSION are what remains, and are not pushed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

func main() {
	folder := flag.String("C", ".", "the repository's folder")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: release [-C FOLDER] VERSION, such as v0.2.0")
		os.Exit(2)
	}
	tags, err := release(context.Background(), *folder, flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintf(os.Stdout, "tagged %s\nto publish it: git push origin %s\n", strings.Join(tags, ", "), strings.Join(tags, " "))
}

// release makes the commit in a work tree of its own, and tags it.
func release(ctx context.Context, folder, version string) (tags []string, err error) {
	if err := check(version); err != nil {
		return nil, err
	}
	repository := repo(folder)
	changed, err := repository.git(ctx, "status", "--porcelain")
	if err != nil {
		return nil, err
	}
	if changed != "" {
		return nil, errors.New("release: there are changes that are in no commit")
	}
	for _, m := range modules {
		tags = append(tags, m.tag(version))
	}
	for _, tag := range tags {
		if there, err := repository.git(ctx, "tag", "--list", tag); err != nil || there != "" {
			return nil, errors.Join(err, fmt.Errorf("release: there is a tag %s", tag))
		}
	}
	temporary, err := os.MkdirTemp("", "pgfault-release-")
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	tree := filepath.Join(temporary, "tree")
	if _, err := repository.git(ctx, "worktree", "add", "--quiet", "--detach", tree, "HEAD"); err != nil {
		return nil, err
	}
	defer func() {
		_, removeErr := repository.git(ctx, "worktree", "remove", "--force", tree)
		err = errors.Join(err, removeErr)
	}()
	if err := rewrite(tree, version); err != nil {
		return nil, err
	}
	if _, err := repo(tree).git(ctx, "commit", "--quiet", "--all", "--message", "Release "+version); err != nil {
		return nil, err
	}
	for _, tag := range tags {
		if _, err := repo(tree).git(ctx, "tag", "--annotate", "--message", "Release "+version, tag); err != nil {
			return nil, err
		}
	}
	return tags, nil
}

// check refuses what is no version of modules whose paths end in no /v2.
func check(version string) error {
	if semver.Canonical(version) != version || semver.Build(version) != "" {
		return fmt.Errorf("release: %q is no version, expected one as v0.2.0", version)
	}
	if err := module.CheckPathMajor(version, ""); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	return nil
}
