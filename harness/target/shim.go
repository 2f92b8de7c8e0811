package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// The limits of a shim.
const (
	// DefaultHelloTimeout is how long a shim may take from its start to its hello: an interpreter may have to load.
	DefaultHelloTimeout = 10 * time.Second
	// ByeTimeout is how long a shim may take to end after bye, before it is killed.
	ByeTimeout = time.Second
	// maxLine bounds a line of the protocol, in bytes.
	maxLine = 16 << 20
)

// Shim is a target that is a process speaking the shim protocol on its stdin and stdout.
type Shim struct {
	// Argv is the command and its arguments.
	Argv []string
	// Env is the process's environment; nil is ours.
	Env []string
	// HelloTimeout is how long the process may take to say hello; 0 means DefaultHelloTimeout.
	HelloTimeout time.Duration
}

// Exec is a target that is a shim, started anew for each instance.
func Exec(argv ...string) Target { return Shim{Argv: argv} }

// Name is the name of the command.
func (s Shim) Name() string {
	if len(s.Argv) == 0 {
		return ""
	}
	return filepath.Base(s.Argv[0])
}

// Start starts the process and waits for its hello.
func (s Shim) Start(ctx context.Context) (Instance, error) {
	if len(s.Argv) == 0 {
		return nil, errors.New("start shim: no command")
	}
	proc, err := startProcess(s.Argv, s.Env)
	if err != nil {
		return nil, fmt.Errorf("start shim %s: %w", s.Name(), err)
	}
	inst := newShimInstance(proc)
	limit := s.HelloTimeout
	if limit == 0 {
		limit = DefaultHelloTimeout
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the limit for hello is %s", limit))
	defer cancel()
	answer, err := inst.Do(ctx, Request{Op: OpHello, Protocol: ProtocolVersion})
	if err == nil && !answer.Succeeded() {
		err = fmt.Errorf("it refuses hello: %s", refusal(answer))
	}
	if err != nil {
		inst.kill()
		return nil, fmt.Errorf("start shim %s: %w", s.Name(), err)
	}
	inst.hello = answer.Hello
	if inst.hello.Name == "" {
		inst.hello.Name = s.Name()
	}
	return inst, nil
}

func refusal(a Answer) string {
	switch {
	case a.Unsupported:
		return "unsupported: " + quote(a.Why)
	case a.Error != nil:
		return quote(a.Error.Message)
	}
	return "no reason given"
}

// parseAnswer reads a line of a shim. A line that is no answer is a ProtocolError that quotes it.
func parseAnswer(line []byte) (Answer, error) {
	var a Answer
	bad := func(problem string) (Answer, error) {
		if len(line) > quoteMax {
			line = line[:quoteMax+1]
		}
		return Answer{}, &ProtocolError{Problem: problem, Line: string(line)}
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(line, &object) != nil || object == nil {
		return bad("target wrote a line that is no JSON object")
	}
	if err := json.Unmarshal(line, &a); err != nil {
		return bad(fmt.Sprintf("target wrote an answer that does not fit the protocol (%v)", err))
	}
	if _, ok := object["id"]; !ok {
		return bad("target wrote an answer without \"id\"")
	}
	if a.OK == nil && !a.Unsupported {
		return bad("target wrote an answer without \"ok\"")
	}
	return a, nil
}
