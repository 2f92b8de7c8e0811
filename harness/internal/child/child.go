// Package child runs commands that have a process group of their own: what is left of the group dies with the command, and on
// Linux the command with this process.
package child

import (
	"os/exec"
	"runtime"
	"syscall"
)

// Run starts a command, tells of it, and returns when the command and its group are gone; or at once, and false, where it could
// not be started. It keeps its thread until then: the kernel ties the child's life to the thread that forked it.
func Run(cmd *exec.Cmd, started chan<- error) bool {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = attr()
	if err := cmd.Start(); err != nil {
		started <- err
		return false
	}
	started <- nil
	waitGroup(cmd)
	return true
}

// KillGroup ends all of a process group at once.
func KillGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
