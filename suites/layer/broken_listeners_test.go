package layer_test

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness/fault"
)

// serving listens on the loopback interface until the test ends, and has each connection served.
func serving(t *testing.T, serve func(net.Conn)) (addr string) {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
				defer stop()
				defer conn.Close()
				serve(conn)
			})
		}
	})
	t.Cleanup(func() {
		cancel()
		_ = l.Close()
		all.Wait()
	})
	return l.Addr().String()
}

// listener is a setup with something else than PostgreSQL at the address.
func listener(name, params string, serve func(net.Conn)) setup {
	return setup{name, func(t *testing.T) (string, map[string]string) {
		return "postgres://app:" + secret + "@" + serving(t, serve) + "/shop?connect_timeout=1" + params, nil
	}}
}

// silent says nothing, until the peer is gone.
func silent(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// hangUp closes with a FIN, once it was spoken to.
func hangUp(conn net.Conn) { _, _ = pgproto3.NewBackend(conn, conn).ReceiveStartupMessage() }

// resetting closes with a RST, once it was spoken to.
func resetting(conn net.Conn) {
	hangUp(conn)
	_ = conn.(*net.TCPConn).SetLinger(0)
}

// greeting says something at once, whatever the peer wants.
func greeting(text string) func(net.Conn) {
	return func(conn net.Conn) {
		_, _ = io.WriteString(conn, text)
		silent(conn)
	}
}

// answering says something when it is asked.
func answering(text string) func(net.Conn) {
	return func(conn net.Conn) {
		hangUp(conn)
		_, _ = io.WriteString(conn, text)
	}
}

// startup answers a StartupMessage, without TLS, and then says nothing.
func startup(answer ...pgproto3.BackendMessage) func(net.Conn) {
	return func(conn net.Conn) {
		b := pgproto3.NewBackend(conn, conn)
		if _, err := b.ReceiveStartupMessage(); err != nil {
			return
		}
		for _, m := range answer {
			b.Send(m)
		}
		if b.Flush() == nil {
			silent(conn)
		}
	}
}

const (
	plain  = "&sslmode=disable"
	strict = "&sslmode=require"
	mysql  = "J\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00aaaaaaaa\x00\xff\xff\xff\x02\x00\xff\xdf\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00bbbbbbbbbbbb\x00caching_sha2_password\x00"
	badReq = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)

// listenerSetups have something else than a PostgreSQL at the address, or nothing at all.
var listenerSetups = []setup{
	listener("takes the connection, and is silent", "", silent),
	listener("takes the connection, and is silent, without TLS", plain, silent),
	listener("takes the connection, and closes it", "", hangUp),
	listener("takes the connection, and resets it", plain, resetting),
	listener("takes the connection, and closes it when asked for TLS", strict, answering("")),
	listener("an HTTP port", "", answering(badReq)),
	listener("an HTTP port, without TLS", plain, answering(badReq)),
	listener("an HTTP port that keeps the connection", plain, greeting(badReq)),
	listener("a MySQL port", "", greeting(mysql)),
	listener("a MySQL port, without TLS", plain, greeting(mysql)),
	listener("a MySQL port, with TLS demanded", strict, greeting(mysql)),
	listener("an SSH port", "", greeting("SSH-2.0-OpenSSH_9.2\r\n")),
	listener("a mail port", plain, greeting("220 mail.example ESMTP\r\n")),
	listener("a Redis port", plain, answering("-ERR unknown command\r\n")),
	listener("an HTTPS port", plain, answering("\x15\x03\x01\x00\x02\x02\x46")),
	listener("agrees to TLS, and is silent", strict, greeting("S")),
	listener("agrees to TLS, and speaks something else", strict, greeting("SHTTP/1.1 400 Bad Request\r\n\r\n")),
	listener("agrees to TLS, and closes", strict, answering("S")),
	listener("asks for the password, and is silent", plain, startup(&pgproto3.AuthenticationCleartextPassword{})),
	listener("asks for a proof that the client has not", plain, startup(&pgproto3.AuthenticationGSS{})),
	{"a pooler that does not know the database", func(t *testing.T) (string, map[string]string) {
		addr := serving(t, startup(&pgproto3.ErrorResponse{Severity: "FATAL", Code: "08P01", Message: "no such database: shop"}))
		return "postgres://app:" + secret + "@" + addr + "/shop?connect_timeout=1&sslmode=disable", nil
	}},
	{"lets in, and is silent", func(t *testing.T) (string, map[string]string) {
		addr := serving(t, startup(&pgproto3.AuthenticationOk{}, &pgproto3.ReadyForQuery{TxStatus: 'I'}))
		return "postgres://app:" + secret + "@" + addr + "/shop?connect_timeout=1&sslmode=disable", nil
	}},
	{"nobody listens", func(t *testing.T) (string, map[string]string) { return refusing(t), nil }},
	{"a firewall that drops packets", func(t *testing.T) (string, map[string]string) {
		r := rig(t)
		r.Inject(fault.FullBacklog{})
		return r.DSN() + "&connect_timeout=1", nil
	}},
	{"a socket without a server", func(t *testing.T) (string, map[string]string) {
		folder := t.TempDir()
		l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: filepath.Join(folder, ".s.PGSQL.5432")})
		if err != nil {
			t.Fatal(err)
		}
		l.SetUnlinkOnClose(false)
		_ = l.Close()
		return "host=" + folder + " user=app password=" + secret + " dbname=shop", nil
	}},
	{"the first host is down, and the second takes nobody", func(t *testing.T) (string, map[string]string) {
		down := rig(t)
		down.Inject(fault.Refuse{})
		at := host(config(t, down.DSN()))
		addr := serving(t, startup(&pgproto3.ErrorResponse{
			Severity: "FATAL", SeverityUnlocalized: "FATAL", Code: "57P03", Message: "the database system is starting up", File: "postmaster.c", Routine: "p",
		}))
		return "postgres://app:" + secret + "@" + at + "," + addr + "/shop?connect_timeout=1&sslmode=disable", map[string]string{at: "FIRST", addr: "SECOND"}
	}},
	{"the first host is down, and the second works", func(t *testing.T) (string, map[string]string) {
		down, works := rig(t), rig(t)
		down.Inject(fault.Refuse{})
		return withFirst(t, works.DSN(), host(config(t, down.DSN())))
	}},
}

// refusing is the DSN of an endpoint at which nobody listens.
func refusing(t *testing.T) string {
	t.Helper()
	r := rig(t)
	r.Inject(fault.Refuse{})
	return r.DSN()
}
