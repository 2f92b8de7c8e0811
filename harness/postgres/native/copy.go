package native

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// copiers is how many files are copied at once: there are a thousand small ones.
const copiers = 4

// copyTree copies a folder of plain files and links, for the account's eyes only. Where the file system can share the blocks of
// two files, the kernel does (copy_file_range).
func copyTree(from, to string, account *syscall.Credential) error {
	names := make(chan string)
	errs := make([]error, copiers)
	var working sync.WaitGroup
	for i := range copiers {
		working.Go(func() {
			defer crash.Guard()
			for name := range names {
				if errs[i] == nil {
					errs[i] = copyFile(filepath.Join(from, name), filepath.Join(to, name), account)
				}
			}
		})
	}
	// A folder comes before what it holds.
	walking := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		switch {
		case entry.Type()&fs.ModeSymlink != 0:
			return copyLink(path, target, account)
		case !entry.IsDir():
			names <- name
			return nil
		}
		if err := os.Mkdir(target, 0o700); err != nil {
			return err
		}
		return chown(target, account)
	})
	close(names)
	working.Wait()
	if err := errors.Join(append(errs, walking)...); err != nil {
		return fmt.Errorf("copy data folder: %w", err)
	}
	return nil
}

// copyLink makes a link to the same place: a tablespace's.
func copyLink(from, to string, account *syscall.Credential) error {
	place, err := os.Readlink(from)
	if err != nil {
		return err
	}
	if err := os.Symlink(place, to); err != nil {
		return err
	}
	return chown(to, account)
}

func copyFile(from, to string, account *syscall.Credential) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closing := out.Close(); err == nil {
			err = closing
		}
	}()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	if account == nil {
		return nil
	}
	return out.Chown(int(account.Uid), int(account.Gid))
}
