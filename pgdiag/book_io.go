package pgdiag

import (
	"errors"
	"net"
	"os"
)

// writing takes note of p before it is written, since its answer may be read before Write returns. It tells whether the
// status is another one than the watchers know.
func (b *book) writing(p []byte) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pending == 0 && b.op.ready && len(p) > 0 && p[0] != 'X' {
		sql, marked := b.op.sql, b.op.marked
		b.begin()
		if b.traced > 0 { // the next step of one call
			b.op.sql, b.op.marked = sql, marked
		}
	}
	b.executableAt = 0
	b.sent += int64(len(p))
	for at := 0; at < len(p) && !b.up.bad; {
		took, typ, body, done := b.up.take(p[at:])
		at += took
		if !done {
			continue
		}
		before := b.op.executable
		b.frontendMessage(typ, body)
		if !before && b.op.executable {
			b.executableAt = at
		}
	}
	b.timedOut = false
	return b.status() != b.told
}

// wrote takes note of a write that has failed: of how much of what was to be written the socket has accepted, and of the
// error it gave. A message of which a part is missing is never executed: the server waits for the rest.
func (b *book) wrote(n, of int, err error) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent -= int64(of - n)
	if n < b.executableAt {
		b.op.executable = false
	}
	b.ioError(err)
	return b.status() != b.told
}

// read takes note of what the socket gave. It tells whether the status is another one than the watchers know.
func (b *book) read(p []byte, err error) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(p) > 0 && !b.down.bad {
		took, typ, body, done := b.down.take(p)
		p = p[took:]
		if done {
			b.backendMessage(typ, body)
		}
	}
	if b.down.bad && b.transport == nil && !b.owner {
		b.transport = errGarbage
	}
	b.ioError(err)
	return b.status() != b.told
}

// ioError takes note of the first error of the socket. A timeout is pgx's own doing (it sets a deadline to interrupt
// itself), and does not by itself mean that the connection is lost.
func (b *book) ioError(err error) {
	b.timedOut = false
	if err == nil || b.owner || b.transport != nil {
		return
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		b.timedOut = true
		return
	}
	if errors.Is(err, net.ErrClosed) && (b.timedOut || b.fatal != nil) {
		return
	}
	b.transport = err
}
