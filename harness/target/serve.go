package target

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// How long what still runs may take when no more requests come: lines that were piped get their answers, and a shim whose
// other end is gone does not stay for ever. After bye it has to end within a second.
const (
	limitAfterInput = time.Minute
	limitAfterBye   = 500 * time.Millisecond
)

// Serve speaks the shim protocol for an instance in this process: it is what a shim's main calls. It returns when in
// ends and everything that was asked is answered, at bye, or when ctx ends, and closes the instance. Where the instance
// declared CapConcurrent, operations of different sessions overlap; those of one session never do, but for cancel and status,
// and who takes from a pool waits until it is open.
func Serve(ctx context.Context, in io.Reader, out io.Writer, inst Instance) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{inst: inst, out: out, turns: map[string]chan struct{}{}, pools: map[string]chan struct{}{}}
	limit, err := s.serve(ctx, in)
	err = errors.Join(err, s.finish(ctx, cancel, limit))
	return errors.Join(err, inst.Close(context.WithoutCancel(ctx)))
}

// finish waits until all that was asked is done, and calls it off after the limit. The error is of what was not called off.
func (s *server) finish(ctx context.Context, cancel context.CancelFunc, limit time.Duration) error {
	done := make(chan struct{})
	go func() {
		defer crash.Guard()
		s.running.Wait()
		close(done)
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-ctx.Done():
	}
	err := s.failure()
	cancel()
	<-done
	return err
}

type server struct {
	inst    Instance
	running sync.WaitGroup

	mu  sync.Mutex // guards out and err
	out io.Writer
	err error

	turns map[string]chan struct{} // per session: closed when its last operation is done
	pools map[string]chan struct{} // per pool: closed when its opening is done
}

// serve reads requests until there are no more of them, and gives how long what still runs may take.
func (s *server) serve(ctx context.Context, in io.Reader) (limit time.Duration, err error) {
	concurrent := s.inst.Hello().Supports(CapConcurrent)
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	for lines.Scan() {
		var req Request
		if err := json.Unmarshal(lines.Bytes(), &req); err != nil {
			return limitAfterInput, fmt.Errorf("read request %s: %w", quote(lines.Text()), err)
		}
		if req.Op == OpBye {
			return limitAfterBye, nil
		}
		if concurrent {
			s.overlap(ctx, req)
		} else {
			s.do(ctx, req)
		}
		if s.failure() != nil {
			return 0, nil //nolint:nilerr // nobody hears the answers; the caller asks for the failure
		}
	}
	if err := lines.Err(); err != nil {
		return limitAfterInput, fmt.Errorf("read request: %w", err)
	}
	return limitAfterInput, nil
}

// overlap does the request when the one before it of the same session is done, and its pool is open.
func (s *server) overlap(ctx context.Context, req Request) {
	var before []<-chan struct{}
	var done chan struct{}
	if req.Op != OpCancel && req.Op != OpStatus {
		if last := s.turns[req.Session]; last != nil {
			before = append(before, last)
		}
		if opening := s.pools[req.Pool]; opening != nil {
			before = append(before, opening)
		}
		done = make(chan struct{})
		s.turns[req.Session] = done
	}
	if req.Op == OpPoolOpen {
		s.pools[req.Pool] = done
	}
	s.running.Go(func() {
		defer crash.Guard()
		if done != nil {
			defer close(done)
		}
		for _, earlier := range before {
			<-earlier
		}
		s.do(ctx, req)
	})
}

func (s *server) do(ctx context.Context, req Request) {
	answer, err := s.answer(ctx, req)
	if err == nil {
		err = s.write(req, answer)
	}
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.err = errors.Join(s.err, err)
	}
}

func (s *server) answer(ctx context.Context, req Request) (Answer, error) {
	if req.Op != OpHello {
		return s.inst.Do(ctx, req)
	}
	if req.Protocol != ProtocolVersion {
		why := fmt.Sprintf("protocol %d is spoken here, not %d", ProtocolVersion, req.Protocol)
		return Answer{OK: Bool(false), Error: &Error{Message: why}}, nil
	}
	return Answer{OK: Bool(true), Hello: s.inst.Hello()}, nil
}

func (s *server) write(req Request, a Answer) error {
	a.ID = req.ID
	var line any = a
	if req.Op == OpCopyOut {
		line = struct {
			Answer
			Rows []string `json:"rows,omitempty"`
		}{a, a.Rows.lines()}
	}
	data, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.out.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return nil
}

func (s *server) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}
