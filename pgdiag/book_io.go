package pgdiag

import (
	"crypto/tls"
	"errors"
	"net"
	"os"
	"slices"
)

// writing takes note of p before it is written, since its answer may be read before Write returns. It tells whether the
// status is another one than the watchers know.
func (b *book) writing(p []byte) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.start(p)
	b.frame(p)
	return b.status() != b.told
}

// passing takes note of p before it is written by something that does not write to the tap. Without TLS, and whatever
// else may stand in between, it is what the tap would have seen; else nothing is known of it but that it was.
func (b *book) passing(p []byte) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lost() || b.owner || !b.ready {
		return false // nothing of a call's: TLS says goodbye
	}
	b.start(p)
	if b.plain() {
		b.frame(p)
	} else {
		b.op.unseen, b.blind = true, true
		b.ledger.now = b.ledger.now.each(worst)
	}
	return b.status() != b.told
}

// plain tells whether the socket carries the protocol as it is.
func (b *book) plain() bool { return b.socket != nil && b.socket == b.final }

// straight tells whether what the tap has passed on is on the socket when that has returned. What a program's own hook has put
// in between may keep it back.
func (b *book) straight() bool {
	_, encrypted := b.final.(*tls.Conn)
	return encrypted || b.plain()
}

// start begins a call where its first byte is the first that is known of it. What only feeds a COPY begins none: where the server
// has refused that before it came, it passes it over (manual, "Message Flow": COPY Operations), and it is of the call before.
func (b *book) start(p []byte) {
	if b.rests() && len(p) > 0 && p[0] != 'X' && !b.up.feeds(p) {
		b.begin()
	}
}

// frame reads the messages in p.
func (b *book) frame(p []byte) {
	b.executableAt = 0
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
}

// wrote takes note of a write that has failed: of how much of what was to be written the socket has accepted, and of the
// error it gave. A message of which a part is missing is never executed: the server waits for the rest. What follows the
// first that is whole may have been sent or not, and stays in the ledger as what was not answered.
func (b *book) wrote(n int, err error) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
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
	if !b.down.spoken && len(b.first) < firstLimit {
		b.first = append(b.first, p[:min(len(p), firstLimit-len(b.first))]...)
	}
	for len(p) > 0 && !b.down.bad {
		took, typ, body, done := b.down.take(p)
		p = p[took:]
		if done {
			b.backendMessage(typ, body)
		}
	}
	if b.down.bad && b.transport == nil && !b.owner {
		b.transport = b.garbage()
	}
	b.ioError(err)
	return b.status() != b.told
}

// garbage is what came, where it is no message of the protocol: in the place of the first one it is what the peer has said.
func (b *book) garbage() error {
	if b.down.spoken {
		return errGarbage
	}
	return &garbage{slices.Clone(b.first)}
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
	if errors.Is(err, net.ErrClosed) && (b.timedOut || b.fatal != nil || !b.ready) {
		return // this process has closed it, since it did not like what it heard
	}
	if b.rests() {
		b.begin() // it is no failure of the call before
		b.op.idle = true
	}
	b.transport = err
}
