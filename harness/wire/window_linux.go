package wire

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// noRoom tells whether the peer of s is told that it may not write, where the kernel says so.
func noRoom(s any) (full, known bool) {
	conn, ok := s.(syscall.Conn)
	if !ok {
		return false, false
	}
	window, err := receiveWindow(conn)
	return window == 0, err == nil
}

func receiveWindow(conn syscall.Conn) (uint32, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, err
	}
	var window uint32
	var asked error
	err = raw.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if asked = err; err == nil {
			window = info.Rcv_wnd
		}
	})
	if err != nil {
		return 0, err
	}
	return window, asked
}

// keepBuffer has the kernel keep a receive buffer at its size, which it would let grow to megabytes before it told the writer that
// it is full. It must not become smaller: what was offered and has no room any more is thrown away, and its writer, which sends it
// again after ever longer pauses, comes to life only seconds after all is read on.
func keepBuffer(s any) {
	conn, ok := s.(syscall.Conn)
	if !ok {
		return
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return // it is closed
	}
	_ = raw.Control(func(fd uintptr) {
		if size, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF); err == nil {
			_ = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, size/2) // the kernel says twice what it was told
		}
	})
}

// TellsWindow tells whether the kernel tells of a connection how much its peer may write (Linux, from 6.2 on).
func TellsWindow() bool {
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return false
	}
	defer func() { _ = ln.Close() }() // it is ours, and open
	conn, err := net.DialTCP("tcp", nil, ln.Addr().(*net.TCPAddr))
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	window, err := receiveWindow(conn)
	return err == nil && window > 0
}
