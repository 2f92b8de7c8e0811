package port

import (
	"errors"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// Unused tells whether nobody listens on a port of 127.0.0.1, or keeps it. It binds the port for a moment as servers do
// (SO_REUSEADDR), and never listens: a process that is being started just then holds the socket a little longer, until it
// runs its program. Were that a listener, the server that the port is for could not listen, and who looks whether it does
// would be taken.
func Unused(port int) (bool, error) {
	syscall.ForkLock.RLock() // no child may keep the socket
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return false, fmt.Errorf("make socket: %w", err)
	}
	defer func() { _ = unix.Close(fd) }() // ours, and open
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1); err != nil {
		return false, fmt.Errorf("set up socket: %w", err)
	}
	err = unix.Bind(fd, &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}})
	if err != nil && !errors.Is(err, unix.EADDRINUSE) {
		return false, fmt.Errorf("bind port %d: %w", port, err)
	}
	return err == nil, nil
}
