package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/semver"
)

// linked are the variables that the linker sets, see harness/report.
const linked = "github.com/pgfault/pgfault/harness/report."

// build gives the binary for a platform: static, without paths of this machine. What could be set in this machine's
// environment and change it is set here.
func build(ctx context.Context, system, processor string, v version) ([]byte, error) {
	folder, err := os.MkdirTemp("", "pgfault-dist-")
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // The system's, where it can't be removed.
	to := filepath.Join(folder, "pgfault")
	flags := fmt.Sprintf("-s -w -buildid= -X %sversion=v%s -X %scommit=%s", linked, v.name(), linked, v.commit)
	cmd := exec.CommandContext(ctx, "go", "build", "-C", "cmd/pgfault", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", to, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOFIPS140=off",
		"GOOS="+system, "GOARCH="+processor, "GOAMD64=v1", "GOARM64=v8.0")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go build: %w", err)
	}
	binary, err := os.ReadFile(to)
	if err != nil {
		return nil, fmt.Errorf("read binary: %w", err)
	}
	return binary, nil
}

// version is what is being made.
type version struct {
	number string // "0.2.0"
	commit string // "" where there is no repository.
	tagged bool   // The commit is the one that has the version's tag.
}

// name is the version as files and programs have it: only the commit with the tag is the version itself.
func (v version) name() string {
	if v.tagged || v.commit == "" {
		return v.number
	}
	return v.number + "-dev"
}

// readVersion takes the number from the first heading of the changelog, and the commit from git. A source archive has no
// repository, and is taken to be the version.
func readVersion(ctx context.Context) (version, error) {
	changes, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return version{}, fmt.Errorf("read changelog: %w", err)
	}
	var v version
	for line := range strings.Lines(string(changes)) {
		if rest, ok := strings.CutPrefix(line, "## "); ok {
			v.number = strings.Fields(rest)[0]
			break
		}
	}
	if !semver.IsValid("v" + v.number) {
		return version{}, errors.New("CHANGELOG.md does not begin with the section of a version, such as ## 0.2.0")
	}
	git := func(args ...string) string {
		out, err := exec.CommandContext(ctx, "git", args...).Output()
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(out))
	}
	if _, err := os.Stat(".git"); errors.Is(err, fs.ErrNotExist) {
		return v, nil // An archive of the sources, which may stand in another repository.
	}
	v.commit = git("rev-parse", "HEAD")
	v.tagged = v.commit != "" && git("rev-parse", "--verify", "--quiet", "refs/tags/v"+v.number+"^{commit}") == v.commit
	if git("status", "--porcelain", "--untracked-files=no") != "" {
		v.commit += "-modified"
		v.tagged = false
	}
	return v, nil
}
