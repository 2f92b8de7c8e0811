package native

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// prefix begins the name of each folder of ours; the owner follows, and then something random.
const prefix = "pgfault-"

// minFree is the space that a folder's file system must have free: a server's data take 40 MB, and each database 8 MB.
const minFree = 1 << 30

// places lists where a server's folder may be, best first: in memory, then where temporary files go.
func places() []string {
	all := []string{"/dev/shm", os.TempDir()}
	if os.TempDir() != "/tmp" {
		all = append(all, "/tmp")
	}
	return all
}

// serverFolder makes a folder for one server, in the first place that is fit: with space enough, and open to the account down
// to it. The folder's name says whose it is.
func serverFolder(account *syscall.Credential) (string, error) {
	var reasons []string
	for _, place := range places() {
		folder, err := serverFolderIn(place, account)
		if err == nil {
			return folder, nil
		}
		reasons = append(reasons, err.Error())
	}
	return "", &provide.UnavailableError{
		Provider: Name,
		Reason:   "no place for a data folder: " + strings.Join(reasons, ", "),
		Advice:   "set TMPDIR to a folder with 1 GB free that all users may enter",
	}
}

func serverFolderIn(place string, account *syscall.Credential) (string, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(place, &fs); err != nil {
		return "", fmt.Errorf("look at %s: %w", place, err)
	}
	// Each system has types of its own here; on BSD, what is left to others than root may be less than nothing.
	if free := int64(fs.Bavail) * int64(fs.Bsize); free < minFree {
		return "", fmt.Errorf("%s has %d MB free", place, free>>20)
	}
	if account != nil {
		if closed := firstClosedFolder(place); closed != "" {
			return "", fmt.Errorf("%s is closed to others", closed)
		}
	}
	folder, err := os.MkdirTemp(place, owner.FolderPrefix())
	if err != nil {
		return "", fmt.Errorf("make folder: %w", err)
	}
	if account != nil {
		// The server's user must get through to its data, which are closed to all others.
		if err := os.Chmod(folder, 0o711); err != nil {
			_ = os.Remove(folder)
			return "", fmt.Errorf("open folder: %w", err)
		}
	}
	return folder, nil
}

// firstClosedFolder gives the first folder on the way down to path that other users can't enter, "" where there is none.
func firstClosedFolder(path string) string {
	for at := filepath.Clean(path); ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}
