package clients

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// docker runs Docker's command line, and gives what it says.
func docker(ctx context.Context, args ...string) (string, error) {
	var errs bytes.Buffer
	cmd := exec.CommandContext(ctx, "docker", args...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("docker %s: %w%s", args[0], err, lastLine(errs.Bytes()))
	}
	return strings.TrimSpace(string(out)), nil
}

// label is a label of an image; "" where there is no such label, or no such image.
func label(ctx context.Context, tag, name string) string {
	value, err := docker(ctx, "image", "inspect", "--format", `{{index .Config.Labels "`+name+`"}}`, tag)
	if err != nil {
		return ""
	}
	return value
}

// dockerBuild builds an image from a Dockerfile or a tar. What is built has no network: all that it needs is in the image
// below. The builder that needs no other image is taken.
func dockerBuild(ctx context.Context, from io.Reader, tag string) error {
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, "docker", "build", "--network", "none", "--force-rm", "--tag", tag, "-")
	cmd.Env = append(cmd.Environ(), "DOCKER_BUILDKIT=0")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = from, &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("docker build: %w: %s", err, lastLines(said.String(), 12))
	}
	return nil
}

func lastLines(text string, n int) string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(all[max(0, len(all)-n):], "\n")
}

// lines passes on the lines that begin with a word.
type lines struct {
	to     io.Writer
	prefix string
}

func (l lines) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		if strings.HasPrefix(line, l.prefix) {
			_, _ = io.WriteString(l.to, line)
		}
	}
	return len(p), nil
}
