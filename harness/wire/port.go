package wire

import (
	"context"
	"net"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// port keeps a port ours while nobody listens on it: a socket that is bound to it and never listens. It is bound beside
// the listener from the start, so that there is no moment in which the port is free.
type port struct {
	once sync.Once
	fd   int
}

func (p *port) release() {
	p.once.Do(func() { _ = unix.Close(p.fd) }) // ours, and open
}

func listenReserved(ctx context.Context, addr string) (*net.TCPListener, *port, error) {
	ln, err := listenAgain(ctx, addr)
	if err != nil {
		return nil, nil, err
	}
	p, err := reserve(ln.Addr().(*net.TCPAddr))
	if err != nil {
		_ = ln.Close()
		return nil, nil, err
	}
	return ln, p, nil
}

func listenAgain(ctx context.Context, addr string) (*net.TCPListener, error) {
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		var err error
		if ctl := raw.Control(func(fd uintptr) { err = shared(int(fd)) }); ctl != nil {
			return ctl
		}
		return err
	}}
	config.SetMultipathTCP(false)
	ln, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return ln.(*net.TCPListener), nil
}

func shared(fd int) error {
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1); err != nil {
		return err
	}
	return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
}

func reserve(addr *net.TCPAddr) (*port, error) {
	var to unix.Sockaddr
	family := unix.AF_INET6
	if ip := addr.IP.To4(); ip != nil {
		family = unix.AF_INET
		to = &unix.SockaddrInet4{Port: addr.Port, Addr: [4]byte(ip)}
	} else {
		to = &unix.SockaddrInet6{Port: addr.Port, Addr: [16]byte(addr.IP.To16())}
	}
	syscall.ForkLock.RLock() // no child may inherit the socket
	fd, err := unix.Socket(family, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, err
	}
	if err = shared(fd); err == nil {
		err = unix.Bind(fd, to)
	}
	if err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	return &port{fd: fd}, nil
}
