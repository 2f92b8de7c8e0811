package wire

import (
	"sync/atomic"
	"time"
)

// How long what a client has sent is waited for: until the pump's turn has come, which takes long only on a busy machine; and where
// an action keeps it from reading, no longer than a moment.
const (
	settledWithin = time.Second
	keptWithin    = 25 * time.Millisecond
)

// taken is how much of what a client sent is in the recording.
type taken struct {
	bytes atomic.Int64
	ended atomic.Bool // and that nothing more comes
}

// Settle waits until all that clients have sent so far is in the recording: one that has given an answer may have sent what its
// socket has taken and the stage has not read. What is kept from being read is not waited for longer than a moment.
func (s *Stage) Settle() {
	start := time.Now()
	for _, c := range append(s.open(), s.hungUp()...) {
		for c.behind() {
			if waited := time.Since(start); waited > settledWithin || waited > keptWithin && c.kept() {
				break
			}
			time.Sleep(50 * time.Microsecond) // the kernel tells nobody by itself, and the pump needs the processor
		}
	}
}

// behind tells whether a client has sent, or has ended, what is not yet in the recording.
func (c *conn) behind() bool {
	c.mu.Lock()
	client, over := c.client, c.ended && !c.lingering.Load()
	c.mu.Unlock()
	if over || c.taken.ended.Load() {
		return false
	}
	received, ended, known := readable(client)
	return known && (ended || received > c.taken.bytes.Load())
}

// readable is how much a client has sent, and whether it has ended, where that can be known: what is encrypted is counted otherwise
// than what is recorded.
func readable(client socket) (bytes int64, ended, known bool) {
	if s, ok := client.(*clientSocket); ok && s.encrypted() != nil {
		return 0, false, false
	}
	return arrived(client)
}

// kept tells whether an action keeps what the client sends from being read, or the server has not been reached for it.
func (c *conn) kept() bool {
	c.mu.Lock()
	joined := c.server != nil
	c.mu.Unlock()
	return !joined || c.gates[Upstream].top.Load() != nil
}

// noteTaken notes that all that was read is in the recording.
func (p *pump) noteTaken() {
	if p.dir == Upstream {
		p.c.taken.bytes.Store(p.read)
	}
}

// noteEnded notes that nothing more is read of a client.
func (p *pump) noteEnded() {
	if p.dir == Upstream {
		p.c.taken.ended.Store(true)
	}
}
