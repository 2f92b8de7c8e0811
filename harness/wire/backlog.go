package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// fillLimit is the most connections that a backlog is filled with, and probeTime how long one must hang to tell that it
// is full: on the loopback interface a connect takes some microseconds.
const (
	fillLimit = 64
	probeTime = 100 * time.Millisecond
)

// backlog is a listener that takes nobody, and the connections that wait for it.
type backlog struct {
	close   func()
	fillers []net.Conn
}

// FillBacklog lets the stage take no connection from now on, and fills the queue of those that wait: who connects hears
// nothing, not even a refusal, as from a host that is down. It returns when a connect of its own has hung. Resume ends
// it; connections that are open go on.
func (s *Stage) FillBacklog(ctx context.Context) error {
	s.mu.Lock()
	if s.closed || s.full != nil {
		defer s.mu.Unlock()
		if s.closed {
			return ErrClosed
		}
		return nil
	}
	closeFull, err := s.port.ListenWithoutAccepting()
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("listen on %s and take nobody: %w", s.Addr(), err)
	}
	full := &backlog{close: closeFull}
	s.full = full
	if s.ln != nil {
		_ = s.ln.Close() // it is ours, and open
		s.ln = nil
	}
	s.mu.Unlock()
	s.event(nil, NotListening, "", s.Addr())
	for range fillLimit {
		conn, err := probe(ctx, s.Addr())
		switch {
		case err == nil:
			s.mu.Lock()
			full.fillers = append(full.fillers, conn)
			s.mu.Unlock()
		case errors.Is(err, errHung):
			return nil
		default:
			return errors.Join(fmt.Errorf("fill the backlog of %s: %w", s.Addr(), err), s.Resume())
		}
	}
	return errors.Join(fmt.Errorf("fill the backlog of %s: it takes more than %d connections", s.Addr(), fillLimit), s.Resume())
}

// errHung says that a connect got no answer.
var errHung = errors.New("connect hangs")

func probe(ctx context.Context, addr string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: probeTime}
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() && ctx.Err() == nil {
		return nil, errHung
	}
	return conn, err
}

// end gives up the listener and those that wait.
func (b *backlog) end() {
	for _, conn := range b.fillers {
		_ = conn.Close() // nothing was said on it
	}
	b.close()
}
