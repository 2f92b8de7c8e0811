//go:build unix && !linux

package target

import (
	"os/exec"
	"syscall"
)

// processAttr gives a child a process group of its own. Only Linux can also tie its life to ours.
func processAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// waitGroup waits until the command has ended, and ends what is left of its group.
func waitGroup(cmd *exec.Cmd) {
	_ = cmd.Wait()
	killGroup(cmd.Process.Pid)
}

func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
