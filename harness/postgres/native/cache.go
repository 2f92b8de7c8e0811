package native

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// errForeign says that a folder which should be ours is somebody else's.
var errForeign = errors.New("belongs to another user")

// cacheFolder is where prepared data folders are kept from run to run, for this user's eyes only.
func cacheFolder() (string, error) {
	var candidates []string
	if base, err := os.UserCacheDir(); err == nil {
		candidates = append(candidates, filepath.Join(base, "pgfault"))
	}
	candidates = append(candidates, filepath.Join(os.TempDir(), "pgfault-cache-"+strconv.Itoa(os.Geteuid())))
	var reasons []error
	for _, folder := range candidates {
		err := ownFolder(folder)
		if err == nil {
			return folder, nil
		}
		reasons = append(reasons, err)
	}
	return "", fmt.Errorf("make cache folder: %w", errors.Join(reasons...))
}

// ownFolder makes a folder that is this user's own, and refuses one that another user made at its place.
func ownFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	if !ownedByThisUser(info) || !info.IsDir() {
		return fmt.Errorf("%s: %w", folder, errForeign)
	}
	return nil
}

// ownedByThisUser reports whether a file belongs to the user that this process runs as.
func ownedByThisUser(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
