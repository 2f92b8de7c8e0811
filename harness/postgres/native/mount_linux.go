package native

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// mountName is the name, in a server's folder, of a file system of limited size.
const mountName = "small"

// mount makes a file system of that many megabytes in folder, and gives an empty folder of that name on it. It takes a
// root who may mount.
func mount(folder string, megabytes int, name string, account *syscall.Credential) (string, error) {
	at := filepath.Join(folder, mountName)
	if err := os.Mkdir(at, 0o711); err != nil {
		return "", fmt.Errorf("make folder: %w", err)
	}
	if err := syscall.Mount("pgfault", at, "tmpfs", syscall.MS_NODEV|syscall.MS_NOSUID, fmt.Sprintf("size=%dm,mode=0711", megabytes)); err != nil {
		return "", &provide.UnavailableError{
			Provider: Name,
			Reason:   "a disk of limited size can't be made: " + err.Error(),
			Advice:   "run as root, or take --postgres container",
			Err:      err,
		}
	}
	inside := filepath.Join(at, name)
	if err := os.Mkdir(inside, 0o700); err != nil {
		return "", fmt.Errorf("make folder: %w", err)
	}
	if err := chown(inside, account); err != nil {
		return "", fmt.Errorf("give folder to the server's user: %w", err)
	}
	return inside, nil
}

// unmount gives up the file system in a server's folder, where there is one.
func unmount(folder string) error {
	err := syscall.Unmount(filepath.Join(folder, mountName), syscall.MNT_DETACH)
	// There is none, or none of ours to give up.
	if err == nil || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.EPERM) {
		return nil
	}
	return fmt.Errorf("unmount disk: %w", err)
}
