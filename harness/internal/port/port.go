// Package port listens on a port of the loopback interface that stays ours while nobody listens on it.
package port

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Port is a port that is kept: by a socket that is bound to it and never listens. It is bound beside the first
// listener, so that there is no moment in which somebody else can have the port.
type Port struct {
	addr string
	at   *net.TCPAddr
	once sync.Once
	fd   int
}

// Listen listens on addr (port 0 takes a free one) and keeps the port until Release.
func Listen(ctx context.Context, addr string) (*net.TCPListener, *Port, error) {
	ln, err := listen(ctx, addr)
	if err != nil {
		return nil, nil, err
	}
	at := ln.Addr().(*net.TCPAddr)
	fd, err := socket(at)
	if err != nil {
		_ = ln.Close() // nobody knows of it yet
		return nil, nil, fmt.Errorf("keep port of %s: %w", ln.Addr(), err)
	}
	return ln, &Port{addr: ln.Addr().String(), at: at, fd: fd}, nil
}

// Close closes a listener so that who connects from then on is refused. A process that is being started holds what we hold
// until it runs its program, and with it the listener: to shut it down ends it for both.
func Close(ln *net.TCPListener) error {
	raw, err := ln.SyscallConn()
	if err == nil {
		_ = raw.Control(func(fd uintptr) { err = unix.Shutdown(int(fd), unix.SHUT_RD) })
	}
	return errors.Join(err, ln.Close())
}

// Addr is the address, host:port.
func (p *Port) Addr() string { return p.addr }

// Listen listens again, once the listener before is closed.
func (p *Port) Listen(ctx context.Context) (*net.TCPListener, error) { return listen(ctx, p.addr) }

// Release gives the port up. It may be called again.
func (p *Port) Release() {
	p.once.Do(func() { _ = unix.Close(p.fd) }) // ours, and open
}

func listen(ctx context.Context, addr string) (*net.TCPListener, error) {
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

// shared lets two sockets of the same user be bound to one port, if both ask for it this way. The usual way, which the
// net package takes, would let anybody else have the port while nobody listens on it.
func shared(fd int) error {
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 0); err != nil {
		return err
	}
	return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
}

// socket is a socket that is bound to addr.
func socket(addr *net.TCPAddr) (int, error) {
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
		return 0, err
	}
	if err = shared(fd); err == nil {
		err = unix.Bind(fd, to)
	}
	if err != nil {
		_ = unix.Close(fd)
		return 0, err
	}
	return fd, nil
}
