package target

import (
	"context"
	"io"
	"time"
)

// peer is the other end of a conversation with a shim: a process that was started here, or one that came by itself.
type peer interface {
	// input takes requests, output gives answers.
	input() peerInput
	output() io.Reader
	// takeLog gives what it logged since the last call.
	takeLog() string
	// died says how it ended, once its output has.
	died() error
	// leave waits for its end after bye, and no longer than ctx.
	leave(ctx context.Context)
	// kill ends it, and waits for that.
	kill()
}

// peerInput is where requests are written, with a deadline for who doesn't read them.
type peerInput interface {
	io.Writer
	SetWriteDeadline(at time.Time) error
}

func (p *process) input() peerInput { return p.stdin }

func (p *process) output() io.Reader { return p.stdout }

func (p *process) takeLog() string { return p.log.take() }

func (p *process) leave(ctx context.Context) {
	_ = p.stdin.Close()
	select {
	case <-p.exited:
	case <-ctx.Done():
	}
}
