package clients

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// The places in an image, the repository of all, and the label that says what it was built from.
const (
	imageDir   = "/pgfault/targets"
	imageOut   = "/pgfault/out"
	repository = "pgfault/client"
	labelStamp = "pgfault.stamp"
	// labelVersion says which version its client has said of itself.
	labelVersion = "pgfault.client-version"
)

// atSign stands for the one in the name of a client at another version, which Docker does not take.
const atSign = "_at_"

// tag is the name of the client's image.
func (c Client) tag() string { return repository + ":" + strings.ReplaceAll(c.Name, "@", atSign) }

// inImage is a command of the client as it is in its image.
func (c Client) inImage(argv []string) []string {
	return place(argv, path.Join(imageDir, c.Name), path.Join(imageOut, c.Name))
}

// Built tells which clients have an image, and which version each has said of itself.
func Built(ctx context.Context) map[string]string {
	built := map[string]string{}
	tags, err := docker(ctx, "image", "ls", "--filter", "reference="+repository, "--format", "{{.Repository}}:{{.Tag}}")
	if err != nil || tags == "" {
		return built // without Docker there are none
	}
	said, err := docker(ctx, append([]string{"image", "inspect", "--format", `{{index .RepoTags 0}} {{index .Config.Labels "` + labelVersion + `"}}`}, strings.Fields(tags)...)...)
	if err != nil {
		return built
	}
	for line := range strings.Lines(said) {
		tag, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		built[strings.ReplaceAll(strings.TrimPrefix(tag, repository+":"), atSign, "@")] = version
	}
	return built
}

// MakeImage builds the client's image, and that of its group, where they are not as their files are now. What is done it says on
// progress, a line each.
func (c Client) MakeImage(ctx context.Context, progress io.Writer) error {
	if c.Image == "" {
		return fmt.Errorf("build client %s: it has no image, and runs directly", c.Name)
	}
	var said bytes.Buffer
	group := exec.CommandContext(ctx, filepath.Join(filepath.Dir(c.dir), "images", "build"), c.Image)
	group.Stderr = io.MultiWriter(&said, lines{progress, "building "})
	if err := group.Run(); err != nil {
		return fmt.Errorf("build image of clients %s: %w%s", c.Image, err, lastLine(said.Bytes()))
	}
	files, stamp, err := c.context(ctx)
	if err != nil {
		return fmt.Errorf("build client %s: %w", c.Name, err)
	}
	if label(ctx, c.tag(), labelStamp) == stamp {
		return nil
	}
	_, _ = fmt.Fprintf(progress, "building %s\n", c.tag())
	if err := dockerBuild(ctx, bytes.NewReader(files), c.tag()); err != nil {
		return fmt.Errorf("build client %s: %w", c.Name, err)
	}
	return c.sign(ctx, stamp)
}

// sign asks the client in the image for its version, and labels the image: from then on it is taken as built.
func (c Client) sign(ctx context.Context, stamp string) error {
	inst, err := contained{named{c}}.Start(ctx)
	if err != nil {
		return fmt.Errorf("build client %s: %w", c.Name, err)
	}
	version := inst.Hello().Version
	if err := inst.Close(ctx); err != nil {
		return fmt.Errorf("build client %s: %w", c.Name, err)
	}
	if version == "" {
		return fmt.Errorf("build client %s: its shim says no version", c.Name)
	}
	signed := fmt.Sprintf("FROM %s\nLABEL %s=%q %s=%q\n", c.tag(), labelStamp, stamp, labelVersion, version)
	if err := dockerBuild(ctx, strings.NewReader(signed), c.tag()); err != nil {
		return fmt.Errorf("label client %s: %w", c.Name, err)
	}
	return nil
}

// context is what Docker builds the image from, a tar, and the stamp of it. Without a registry there is nothing else to build
// on than the image of the group.
func (c Client) context(ctx context.Context) ([]byte, string, error) {
	base := "pgfault/clients-" + c.Image
	id, err := docker(ctx, "image", "inspect", "--format", "{{.Id}}", base)
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, folder := range append([]string{c.Name}, c.With...) {
		if err := addFolder(w, filepath.Dir(c.dir), folder); err != nil {
			return nil, "", err
		}
	}
	dockerfile := "FROM " + base + "\nCOPY targets " + imageDir + "\nRUN mkdir -p " + imageOut + "\n"
	if len(c.Build) > 0 {
		words, err := json.Marshal(c.inImage(c.Build))
		if err != nil {
			return nil, "", err
		}
		dockerfile += "RUN " + string(words) + "\n"
	}
	if err := addFile(w, "Dockerfile", 0o644, []byte(dockerfile)); err != nil {
		return nil, "", err
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	sum := sha256.New()
	_, _ = sum.Write(out.Bytes())
	_, _ = io.WriteString(sum, id)
	return out.Bytes(), hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// addFolder adds the files of a folder of the clients; what is declared of a client, and what was seen of it, is no part of it.
func addFolder(w *tar.Writer, parent, folder string) error {
	return filepath.WalkDir(filepath.Join(parent, folder), func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if e.Name() == "evidence" || e.Name() == "__pycache__" {
				return filepath.SkipDir
			}
			return nil
		}
		switch e.Name() {
		case "target.yaml", "expect.yaml", ResultFile:
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(parent, name)
		if err != nil {
			return err
		}
		return addFile(w, path.Join("targets", filepath.ToSlash(rel)), info.Mode().Perm(), data)
	})
}

func addFile(w *tar.Writer, name string, mode fs.FileMode, data []byte) error {
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: int64(mode), Size: int64(len(data))}); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}
