// Command dist makes what is given away: binaries of pgfault, an image of it for each processor of Linux, and their checksums.
// The same commit and the same Go give the same bytes, on any machine.
//
//	go run ./scripts/dist [-out dist] [-only linux/amd64]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// platforms are those that pgfault is given away for.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64"}

// documents stand beside the binary in each archive.
var documents = []string{"CHANGELOG.md", "LICENSE", "README.md"}

func main() {
	out := flag.String("out", "dist", "the folder to write to; what is in it is replaced")
	only := flag.String("only", "", "one platform, such as linux/amd64")
	flag.Parse()
	// A Ctrl-C ends the go command too, and so this.
	if err := run(context.Background(), *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "dist: "+err.Error())
		os.Exit(1)
	}
}

func run(ctx context.Context, out, only string) error {
	wanted := platforms
	if only != "" {
		if !slices.Contains(platforms, only) {
			return fmt.Errorf("no platform %q: say one of %s", only, strings.Join(platforms, ", "))
		}
		wanted = []string{only}
	}
	v, err := readVersion(ctx)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return fmt.Errorf("empty %s: %w", out, err)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("make %s: %w", out, err)
	}
	var made []string
	for _, platform := range wanted {
		names, err := distribute(ctx, out, platform, v)
		if err != nil {
			return fmt.Errorf("%s: %w", platform, err)
		}
		made = append(made, names...)
	}
	return writeSums(out, made)
}

// distribute makes the archive for a platform and, where it is a Linux, the image; it gives the names of the files.
func distribute(ctx context.Context, out, platform string, v version) ([]string, error) {
	system, processor, _ := strings.Cut(platform, "/")
	binary, err := build(ctx, system, processor, v)
	if err != nil {
		return nil, err
	}
	folder := fmt.Sprintf("pgfault-%s-%s-%s", v.name(), system, processor)
	files := []file{{name: folder + "/", mode: 0o755}, {name: folder + "/pgfault", mode: 0o755, data: binary}}
	for _, name := range documents {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read document: %w", err)
		}
		files = append(files, file{name: folder + "/" + name, mode: 0o644, data: data})
	}
	made := []string{folder + ".tar.gz"}
	if err := writeArchive(filepath.Join(out, made[0]), files); err != nil {
		return nil, err
	}
	if system == "linux" {
		files, err := image(binary, processor, v)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("pgfault-%s-image-%s.tar.gz", v.name(), processor)
		if err := writeArchive(filepath.Join(out, name), files); err != nil {
			return nil, err
		}
		made = append(made, name)
	}
	fmt.Fprintln(os.Stderr, strings.Join(made, " "))
	return made, nil
}
