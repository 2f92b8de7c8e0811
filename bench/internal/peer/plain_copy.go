// Package peer holds what the rig is measured beside: the plainest proxy there can be, toxiproxy, a database for each
// test as others make one, and a container as testcontainers starts one.
package peer

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
)

// PlainCopy is a proxy that copies and knows nothing: io.Copy in both directions, which on Linux leaves the copying to the
// kernel (splice).
type PlainCopy struct {
	ln       *net.TCPListener
	upstream string
	// buffer is the size of a buffer of its own, where the kernel is not to help; 0 means that it is.
	buffer int
	work   sync.WaitGroup

	mu    sync.Mutex
	conns []net.Conn
}

// OpenPlainCopy starts a proxy that lets the kernel copy.
func OpenPlainCopy(ctx context.Context, upstream string) (*PlainCopy, error) {
	return openCopy(ctx, upstream, 0)
}

// OpenBufferCopy starts a proxy that copies through a buffer of its own, as any that may look at the bytes has to.
func OpenBufferCopy(ctx context.Context, upstream string) (*PlainCopy, error) {
	return openCopy(ctx, upstream, 64<<10)
}

func openCopy(ctx context.Context, upstream string, buffer int) (*PlainCopy, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start copying proxy: %w", err)
	}
	p := &PlainCopy{ln: ln.(*net.TCPListener), upstream: upstream, buffer: buffer}
	p.work.Go(p.accept)
	return p, nil
}

// Addr is where clients connect to.
func (p *PlainCopy) Addr() string { return p.ln.Addr().String() }

// Close ends all connections and waits for them.
func (p *PlainCopy) Close() error {
	err := p.ln.Close()
	p.mu.Lock()
	for _, c := range p.conns {
		_ = c.Close() // its peer may have been faster
	}
	p.mu.Unlock()
	p.work.Wait()
	return err
}

func (p *PlainCopy) accept() {
	for {
		client, err := p.ln.AcceptTCP()
		if err != nil {
			return // closed
		}
		server, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.upstream)
		if err != nil {
			_ = client.Close() // there is nobody to talk to
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, client, server)
		p.mu.Unlock()
		p.work.Go(func() { p.copy(server, client) })
		p.work.Go(func() { p.copy(client, server) })
	}
}

// copy passes one direction on. However it ends, so does the connection.
func (p *PlainCopy) copy(to, from net.Conn) {
	if p.buffer == 0 {
		_, _ = io.Copy(to, from)
	} else {
		_, _ = io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{from}, make([]byte, p.buffer))
	}
	_ = to.Close()
	_ = from.Close()
}
