package native

import "syscall"

// attributes make a child that gets SIGQUIT, PostgreSQL's immediate shutdown, when its parent dies, and no Ctrl-C of
// the terminal. Go sets the signal after the change of user, which would clear it.
func attributes(account *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: account, Setpgid: true, Pdeathsig: syscall.SIGQUIT}
}
