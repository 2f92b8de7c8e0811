package wire_test

import (
	"context"
	"io"
	"net"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// The stage beside a proxy that copies and knows nothing, and beside no proxy at all: run them in one go and compare.
func BenchmarkRoundTrip(b *testing.B) {
	eachPath(b, func(b *testing.B, client, server net.Conn) {
		ask, answer := query("select 1"), join(typed('T', "\x00\x01........................"), typed('D', "\x00\x01\x00\x00\x00\x011"), tag("SELECT 1"), ready)
		done := make(chan struct{})
		go func() {
			defer close(done)
			buf := make([]byte, len(ask))
			for {
				if _, err := io.ReadFull(server, buf); err != nil {
					return
				}
				if _, err := server.Write(answer); err != nil {
					return
				}
			}
		}()
		buf := make([]byte, len(answer))
		for b.Loop() {
			if _, err := client.Write(ask); err != nil {
				b.Fatal(err)
			}
			if _, err := io.ReadFull(client, buf); err != nil {
				b.Fatal(err)
			}
		}
		client.Close()
		<-done
	})
}

func BenchmarkBulk(b *testing.B) {
	for name, size := range map[string]int{"rows of 100 B": 100, "rows of 1 kB": 1000, "rows of 1 MB": 1 << 20} {
		b.Run(name, func(b *testing.B) {
			eachPath(b, func(b *testing.B, client, server net.Conn) {
				row := typed('D', string(make([]byte, size)))
				var chunk []byte
				for len(chunk) < 256<<10 {
					chunk = append(chunk, row...)
				}
				b.SetBytes(int64(len(chunk)))
				done := make(chan struct{})
				go func() {
					defer close(done)
					for {
						if _, err := server.Write(chunk); err != nil {
							return
						}
					}
				}()
				buf := make([]byte, len(chunk))
				for b.Loop() {
					if _, err := io.ReadFull(client, buf); err != nil {
						b.Fatal(err)
					}
				}
				client.Close()
				<-done
			})
		})
	}
}

// eachPath runs a benchmark over each kind of connection.
func eachPath(b *testing.B, run func(b *testing.B, client, server net.Conn)) {
	b.Helper()
	for _, dir := range []struct {
		name  string
		front func(b *testing.B, upstream string) (addr string)
	}{
		{"direct", func(_ *testing.B, upstream string) string { return upstream }},
		{"copy", copying},
		{"stage", func(b *testing.B, upstream string) string { return staged(b, upstream).Addr() }},
		{"stage armed", func(b *testing.B, upstream string) string {
			s := staged(b, upstream)
			for _, at := range []wire.Position{{SQL: "nobody says this"}, {Tag: "NOTHING"}} {
				if _, err := s.Arm(wire.Trap{At: at, Do: wire.Reset{}}); err != nil {
					b.Fatal(err)
				}
			}
			return s.Addr()
		}},
	} {
		b.Run(dir.name, func(b *testing.B) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			defer ln.Close()
			client, err := net.Dial("tcp", dir.front(b, ln.Addr().String()))
			if err != nil {
				b.Fatal(err)
			}
			defer client.Close()
			server, err := ln.Accept()
			if err != nil {
				b.Fatal(err)
			}
			defer server.Close()
			if _, err := client.Write(startup); err != nil {
				b.Fatal(err)
			}
			if _, err := io.ReadFull(server, make([]byte, len(startup))); err != nil {
				b.Fatal(err)
			}
			run(b, client, server)
		})
	}
}

func staged(b *testing.B, upstream string) *wire.Stage {
	b.Helper()
	s, err := wire.Listen(b.Context(), wire.Config{Upstream: upstream})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close(context.Background()) })
	return s
}

// copying is the plainest proxy: io.Copy over buffers of its own, with no help of the kernel's.
func copying(b *testing.B, upstream string) string {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ln.Close() })
	go func() {
		client, err := ln.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", upstream)
		if err != nil {
			client.Close()
			return
		}
		pipe := func(to, from net.Conn) {
			_, _ = io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{from}, make([]byte, 64<<10))
			to.Close()
			from.Close()
		}
		go pipe(server, client)
		pipe(client, server)
	}()
	return ln.Addr().String()
}
