package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Folder is the folder of one run: results/TIMESTAMP, with results.jsonl in it.
type Folder struct {
	// Path is the folder itself.
	Path string
	file *os.File
}

// ErrLatest says that something else is where the link to the newest run belongs.
var ErrLatest = errors.New("not the link to the newest run: rename it, or write elsewhere with --out")

// NewFolder makes the folder of a run that started at the given time under parent, and its results.jsonl. It sets the
// link parent/latest to it, in one step, so that there is always a whole one. What is no link there is somebody's, and no run
// takes its place: an error says so before anything is made.
func NewFolder(parent string, started time.Time) (*Folder, error) {
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("make results folder: %w", err)
	}
	latest := filepath.Join(parent, "latest")
	if info, err := os.Lstat(latest); err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return nil, fmt.Errorf("%s is %s, %w", latest, kind(info), ErrLatest)
	}
	path, err := freshFolder(parent, started.UTC().Format("20060102T150405.000Z"))
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(path, "results.jsonl"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("make results file: %w", err)
	}
	if err := pointLatest(parent, filepath.Base(path)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Folder{Path: path, file: file}, nil
}

// Results is the path of results.jsonl.
func (f *Folder) Results() string { return f.file.Name() }

// Write writes to results.jsonl.
func (f *Folder) Write(p []byte) (int, error) { return f.file.Write(p) }

// Close makes what was written durable and closes results.jsonl.
func (f *Folder) Close() error {
	if err := errors.Join(f.file.Sync(), f.file.Close()); err != nil {
		return fmt.Errorf("close results file: %w", err)
	}
	return nil
}

// kind names what is in the place of a link.
func kind(info fs.FileInfo) string {
	if info.IsDir() {
		return "a folder"
	}
	return "a file"
}

// freshFolder makes a folder of that name, or of that name and a number where two runs share a millisecond.
func freshFolder(parent, name string) (string, error) {
	for n := 1; ; n++ {
		path := filepath.Join(parent, name)
		if n > 1 {
			path = fmt.Sprintf("%s-%d", path, n)
		}
		err := os.Mkdir(path, 0o755)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("make results folder: %w", err)
		}
	}
}

// pointLatest sets parent/latest to name. A link is made beside it and renamed over it: rename is atomic, and two runs at
// once leave the link of one of them.
func pointLatest(parent, name string) error {
	temp := filepath.Join(parent, ".latest-"+name)
	if err := os.Symlink(name, temp); err != nil {
		return fmt.Errorf("link latest results: %w", err)
	}
	if err := os.Rename(temp, filepath.Join(parent, "latest")); err != nil {
		return fmt.Errorf("link latest results: %w", errors.Join(err, os.Remove(temp)))
	}
	return nil
}
