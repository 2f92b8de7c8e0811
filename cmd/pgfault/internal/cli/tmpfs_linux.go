package cli

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// sharedMemory is where Linux has a tmpfs for everyone.
const sharedMemory = "/dev/shm"

// tmpfsText says whether a server's data can be kept in memory.
func tmpfsText() string {
	var fs unix.Statfs_t
	if err := unix.Statfs(sharedMemory, &fs); err != nil || fs.Type != unix.TMPFS_MAGIC {
		return "no tmpfs at " + sharedMemory + ": a native server's data go to the temporary folder, and starts are slower"
	}
	return fmt.Sprintf("tmpfs at %s, %d MiB free", sharedMemory, fs.Bavail*uint64(fs.Bsize)>>20)
}
