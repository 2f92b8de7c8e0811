//go:build unix && !linux

package wrap

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

// endStrays ends nothing: this system does not show the environment of a process.
func endStrays(string, int) int { return 0 }

// EndOrphans ends nothing: this system does not show the environment of a process.
func EndOrphans() int { return 0 }
