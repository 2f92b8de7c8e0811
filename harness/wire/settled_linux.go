package wire

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// The states of a TCP connection whose peer has ended its side.
const (
	tcpClose     = 7
	tcpCloseWait = 8
	tcpLastAck   = 9
)

// arrived is how many bytes the peer of s has sent that the kernel has, read or not, and whether its side has ended.
func arrived(s any) (bytes int64, ended, known bool) {
	conn, ok := s.(syscall.Conn)
	if !ok {
		return 0, false, false
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, false, false
	}
	err = raw.Control(func(fd uintptr) {
		if info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO); err == nil {
			known, bytes = true, int64(info.Bytes_received)
			ended = info.State == tcpClose || info.State == tcpCloseWait || info.State == tcpLastAck
		}
	})
	return bytes, ended, known && err == nil
}
