package page

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pgfault/pgfault/harness/report"
)

// Source is a run that was read, and where its evidence is.
type Source struct {
	// Folder is that of the run, in which its artifacts are; empty where there is none.
	Folder string
	// Record is its results.jsonl.
	Record report.Record
}

// errNothing is a page of no run.
var errNothing = errors.New("there is no run to show")

// Open reads a run: its folder, or its results.jsonl.
func Open(path string) (_ Source, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		folder := path
		path = filepath.Join(path, "results.jsonl")
		if latest := filepath.Join(folder, "latest"); !isThere(path) && isThere(latest) {
			return Source{}, fmt.Errorf("%s holds runs, and is none: name one of them, as %s", folder, latest)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		return Source{}, fmt.Errorf("read results: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	rec, err := report.Read(file)
	if err != nil {
		return Source{}, fmt.Errorf("%s: %w", path, err)
	}
	return Source{Folder: filepath.Dir(path), Record: rec}, nil
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// artifact reads a file that is kept beside a result, or its beginning where it is long; nil where there is none.
func (s Source) artifact(l report.Line, name string, most int) []byte {
	for _, path := range l.Artifacts {
		if filepath.Base(path) != name || !filepath.IsLocal(filepath.FromSlash(path)) {
			continue
		}
		data, err := readUpTo(filepath.Join(s.Folder, filepath.FromSlash(path)), most)
		if err == nil {
			return data
		}
	}
	return nil
}

func readUpTo(path string, most int) (_ []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	data := make([]byte, most)
	n := 0
	for n < most {
		got, err := file.Read(data[n:])
		n += got
		if err != nil {
			break
		}
	}
	return data[:n], nil
}
