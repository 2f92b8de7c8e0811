package target

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Serve speaks the shim protocol for an instance in this process: it is what a shim's main calls. It returns when in
// ends, at bye, or when ctx ends, and closes the instance. Where the instance declared CapConcurrent, operations of
// different sessions overlap; those of one session never do, but for cancel and status.
func Serve(ctx context.Context, in io.Reader, out io.Writer, inst Instance) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{inst: inst, out: out, turns: map[string]chan struct{}{}}
	err := s.serve(ctx, in)
	cancel()
	s.running.Wait()
	return errors.Join(err, inst.Close(context.WithoutCancel(ctx)))
}

type server struct {
	inst    Instance
	running sync.WaitGroup

	mu  sync.Mutex // guards out and err
	out io.Writer
	err error

	turns map[string]chan struct{} // per session: closed when its last operation is done
}

func (s *server) serve(ctx context.Context, in io.Reader) error {
	concurrent := s.inst.Hello().Supports(CapConcurrent)
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	for lines.Scan() {
		var req Request
		if err := json.Unmarshal(lines.Bytes(), &req); err != nil {
			return fmt.Errorf("read request %s: %w", quote(lines.Text()), err)
		}
		if req.Op == OpBye {
			return nil
		}
		if concurrent {
			s.overlap(ctx, req)
		} else {
			s.do(ctx, req)
		}
		if err := s.failure(); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	return nil
}

// overlap does the request when the one before it of the same session is done.
func (s *server) overlap(ctx context.Context, req Request) {
	var before, done chan struct{}
	if req.Op != OpCancel && req.Op != OpStatus {
		before, done = s.turns[req.Session], make(chan struct{})
		s.turns[req.Session] = done
	}
	s.running.Go(func() {
		if done != nil {
			defer close(done)
		}
		if before != nil {
			<-before
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
