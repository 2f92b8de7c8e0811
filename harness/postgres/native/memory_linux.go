package native

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// releaseMemory removes the System V shared memory of a postmaster that was killed: the system keeps that of a dead
// process for ever. Line 7 of postmaster.pid has its key and its ID, and there is no such file where the postmaster
// ended by itself. Memory that somebody uses, or that has another key by now, is not touched.
func releaseMemory(data string) error {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read postmaster.pid: %w", err)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 7 {
		return nil
	}
	fields := strings.Fields(lines[6])
	if len(fields) != 2 {
		return nil
	}
	key, keyErr := strconv.ParseInt(fields[0], 10, 64)
	id, idErr := strconv.Atoi(fields[1])
	if keyErr == nil && idErr == nil && abandoned(id, key) {
		return remove(id)
	}
	return nil
}

// abandoned reports whether there is such memory, with that key, and nobody uses it.
func abandoned(id int, key int64) bool {
	var desc unix.SysvShmDesc
	if _, err := unix.SysvShmCtl(id, unix.IPC_STAT, &desc); err != nil {
		return false
	}
	same := int64(desc.Perm.Key) == key || int64(uint32(desc.Perm.Key)) == key
	return same && desc.Nattch == 0
}

func remove(id int) error {
	if _, err := unix.SysvShmCtl(id, unix.IPC_RMID, nil); err != nil && !errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("release shared memory: %w", err)
	}
	return nil
}
