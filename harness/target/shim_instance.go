package target

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// shimInstance is a conversation with a shim. The first failure ends it for good.
type shimInstance struct {
	peer  peer
	hello Hello
	// removeHome removes the home folder that was made for the process.
	removeHome func() error

	writing sync.Mutex // one line at a time

	mu      sync.Mutex
	lastID  int64
	pending map[int64]chan Answer
	err     error
	closed  chan struct{} // closed when err is set
}

func newShimInstance(peer peer) *shimInstance {
	s := &shimInstance{peer: peer, removeHome: func() error { return nil }, pending: map[int64]chan Answer{}, closed: make(chan struct{})}
	go func() {
		defer crash.Guard()
		s.read()
	}()
	return s
}

func (s *shimInstance) Hello() Hello { return s.hello }

func (s *shimInstance) TakeLog() string { return s.peer.takeLog() }

func (s *shimInstance) Do(ctx context.Context, req Request) (Answer, error) {
	start := time.Now()
	answers, err := s.expect(&req)
	if err != nil {
		return Answer{}, err
	}
	if err := s.send(ctx, req); err != nil && ctx.Err() == nil {
		// The reader knows more: how the process ended.
		select {
		case <-s.closed:
		case <-ctx.Done():
		}
	}
	select {
	case a := <-answers:
		return a, nil
	case <-s.closed:
	case <-ctx.Done():
		s.fail(&DeadlineError{Op: req.Op, After: time.Since(start), Cause: context.Cause(ctx)})
	}
	select { // an answer that came before the failure counts
	case a := <-answers:
		return a, nil
	default:
		return Answer{}, s.failure()
	}
}

// expect gives the request its id, and the channel its answer will come by.
func (s *shimInstance) expect(req *Request) (<-chan Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return nil, s.err
	}
	s.lastID++
	req.ID = s.lastID
	answers := make(chan Answer, 1)
	s.pending[req.ID] = answers
	return answers, nil
}

func (s *shimInstance) send(ctx context.Context, req Request) error {
	line, err := json.Marshal(req)
	if err != nil {
		return fmt.Errorf("write request: %w", err)
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	deadline, _ := ctx.Deadline()
	if err := s.peer.input().SetWriteDeadline(deadline); err != nil {
		return fmt.Errorf("write request: %w", err)
	}
	// A context that is cancelled must end the write as well.
	stop := context.AfterFunc(ctx, func() { _ = s.peer.input().SetWriteDeadline(time.Now()) })
	defer stop()
	if _, err := s.peer.input().Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write request: %w", err)
	}
	return nil
}

// read hands each answer to who waits for it, until the conversation ends.
func (s *shimInstance) read() {
	lines := bufio.NewScanner(s.peer.output())
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	var begins string // what the line that is read begins with
	lines.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if len(data) == maxLine { // there is no room for more of it
			begins = string(data[:quoteMax+1])
		}
		return bufio.ScanLines(data, atEOF)
	})
	for lines.Scan() {
		if err := s.deliver(lines.Bytes()); err != nil {
			s.fail(err)
			return
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		s.fail(&ProtocolError{Problem: fmt.Sprintf("target wrote a line of more than %d bytes", maxLine), Line: begins})
		return
	}
	s.fail(s.peer.died())
}

func (s *shimInstance) deliver(line []byte) error {
	answer, err := parseAnswer(line)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answers, ok := s.pending[answer.ID]
	if !ok {
		return &ProtocolError{Problem: fmt.Sprintf("target answered request %d, which does not wait for an answer", answer.ID), Line: string(line)}
	}
	delete(s.pending, answer.ID)
	answers <- answer
	return nil
}

// Close says bye, and kills what has not ended within ByeTimeout.
func (s *shimInstance) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, ByeTimeout, fmt.Errorf("the limit for bye is %s", ByeTimeout))
	defer cancel()
	bye := Request{Op: OpBye}
	if _, err := s.expect(&bye); err == nil && s.send(ctx, bye) == nil {
		s.peer.leave(ctx)
	}
	s.fail(ErrClosed)
	return s.kill()
}

// kill ends the process and all that it started, waits until they and our own goroutines are gone, and removes what was
// made for it.
func (s *shimInstance) kill() error {
	s.peer.kill()
	<-s.closed
	if err := s.removeHome(); err != nil {
		return fmt.Errorf("end shim: %w", err)
	}
	return nil
}

func (s *shimInstance) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// fail ends the conversation: the first failure is the one that counts.
func (s *shimInstance) fail(err error) {
	s.mu.Lock()
	first := s.err == nil
	if first {
		s.err = err
		close(s.closed)
	}
	s.mu.Unlock()
	if first {
		s.peer.kill()
	}
}
