package native

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// image is a prepared data folder in memory: it has a thousand small files, and to read them all again for each server
// would take half of the time.
type image struct {
	folders []string // Each before what it holds.
	files   []imageFile
}

type imageFile struct {
	name string
	data []byte
}

// images holds what was read, by folder. A prepared folder is never changed.
var images sync.Map

// readImage reads a folder once.
func readImage(folder string) (*image, error) {
	if known, ok := images.Load(folder); ok {
		return known.(*image), nil
	}
	read := &image{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			read.folders = append(read.folders, name)
			return nil
		}
		data, err := os.ReadFile(path)
		read.files = append(read.files, imageFile{name: name, data: data})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read prepared data folder: %w", err)
	}
	images.Store(folder, read)
	return read, nil
}

// write makes a copy of the folder, for the account's eyes only. The database template0 is the one at common, where that is
// not "": see provide.Template0.
func (i *image) write(to, common string, account *syscall.Credential) error {
	shared := func(name string) bool {
		return common != "" && (name == provide.Template0 || filepath.Dir(name) == provide.Template0)
	}
	for _, name := range i.folders {
		folder := filepath.Join(to, name)
		if shared(name) {
			if err := os.Symlink(common, folder); err != nil {
				return fmt.Errorf("link template0: %w", err)
			}
			continue
		}
		if err := errors.Join(os.Mkdir(folder, 0o700), chown(folder, account)); err != nil {
			return fmt.Errorf("make data folder: %w", err)
		}
	}
	errs := make([]error, copiers)
	var working sync.WaitGroup
	for w := range copiers {
		working.Go(func() {
			defer crash.Guard()
			for n := w; n < len(i.files) && errs[w] == nil; n += copiers {
				if !shared(i.files[n].name) {
					errs[w] = i.files[n].write(to, account)
				}
			}
		})
	}
	working.Wait()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("write data folder: %w", err)
	}
	return nil
}

// write makes the file by the system's own calls: os.File would also tell the poller of each.
func (f imageFile) write(to string, account *syscall.Credential) error {
	path := filepath.Join(to, f.name)
	fd, err := syscall.Open(path, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_EXCL|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return &os.PathError{Op: "create", Path: path, Err: err}
	}
	defer func() { _ = syscall.Close(fd) }()
	if account != nil {
		if err := syscall.Fchown(fd, int(account.Uid), int(account.Gid)); err != nil {
			return &os.PathError{Op: "chown", Path: path, Err: err}
		}
	}
	for left := f.data; len(left) > 0; {
		n, err := syscall.Write(fd, left)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			return &os.PathError{Op: "write", Path: path, Err: err}
		}
		left = left[n:]
	}
	return nil
}
