//go:build unix && !linux

package child

import (
	"os/exec"
	"syscall"
)

// attr gives a child a process group of its own. Only Linux can also tie its life to ours.
func attr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// waitGroup waits until the command has ended, and ends what is left of its group.
func waitGroup(cmd *exec.Cmd) {
	_ = cmd.Wait()
	KillGroup(cmd.Process.Pid)
}
