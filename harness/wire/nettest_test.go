package wire_test

import (
	"context"
	"net"
	"testing"

	"golang.org/x/net/nettest"

	"github.com/pgfault/pgfault/harness/wire"
)

// A connection through the stage behaves as any other, deadlines and all; what it carries here is no PostgreSQL.
func TestConn(t *testing.T) {
	nettest.TestConn(t, func() (c1, c2 net.Conn, stop func(), err error) {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, nil, nil, err
		}
		defer ln.Close()
		s, err := wire.Listen(context.Background(), wire.Config{Upstream: ln.Addr().String()})
		if err != nil {
			return nil, nil, nil, err
		}
		if c1, err = net.Dial("tcp", s.Addr()); err != nil {
			return nil, nil, nil, err
		}
		if c2, err = ln.Accept(); err != nil {
			return nil, nil, nil, err
		}
		stop = func() {
			_, _ = c1.Close(), c2.Close()
			_ = s.Close(context.Background())
		}
		// Both directions are opaque from here on, however short the pieces are.
		if _, err = c1.Write([]byte{0x16}); err == nil {
			_, err = c2.Read(make([]byte, 1))
		}
		return c1, c2, stop, err
	})
}
