//go:build !linux

package native

import (
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

func mount(string, int, string, *syscall.Credential) (string, error) {
	return "", &provide.UnavailableError{
		Provider: Name,
		Reason:   "a disk of limited size can't be made on this system",
		Advice:   "take --postgres container",
	}
}

func unmount(string) error { return nil }
