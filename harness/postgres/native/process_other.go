//go:build !linux

package native

import "syscall"

// attributes make a child that gets no Ctrl-C of the terminal. Where a parent's death is not signalled, what it leaves
// is removed by the next run.
func attributes(account *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: account, Setpgid: true}
}
