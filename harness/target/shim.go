package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
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
	// Env is the process's environment; nil is ours without what is set for libpq: its variables, its service and password
	// files, and the certificates in the home folder. A variable that a shim needs is given to it by env(1).
	Env []string
	// HelloTimeout is how long the process may take to say hello; 0 means DefaultHelloTimeout.
	HelloTimeout time.Duration
	// Ended, if set, is called once for each process, when it has ended or was killed: it ends what that leaves, as the
	// container of a command that was its client.
	Ended func()
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
	env, removeHome, err := s.environment()
	if err != nil {
		return nil, fmt.Errorf("start shim %s: %w", s.Name(), err)
	}
	proc, err := startProcess(s.Argv, env, s.Ended)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start shim %s: %w", s.Name(), err), removeHome())
	}
	inst := newShimInstance(proc)
	inst.removeHome = removeHome
	limit := s.HelloTimeout
	if limit == 0 {
		limit = DefaultHelloTimeout
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the limit for hello is %s", limit))
	defer cancel()
	if err := inst.greet(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("start shim %s: %w", s.Name(), err), inst.kill())
	}
	if inst.hello.Name == "" {
		inst.hello.Name = s.Name()
	}
	return inst, nil
}

// greet asks who it is.
func (s *shimInstance) greet(ctx context.Context) error {
	answer, err := s.Do(ctx, Request{Op: OpHello, Protocol: ProtocolVersion})
	if err == nil && !answer.Succeeded() {
		err = fmt.Errorf("it refuses hello: %s", refusal(answer))
	}
	if err == nil {
		err = answer.Check()
	}
	s.hello = answer.Hello
	return err
}

// environment is that of the process, and what removes what was made for it.
func (s Shim) environment() ([]string, func() error, error) {
	if s.Env != nil {
		return s.Env, func() error { return nil }, nil
	}
	return libpqenv.Home(libpqenv.Child(os.Environ()))
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
	if field := strange(object); field != "" {
		return bad("target wrote an answer with the field " + field + " (one of its own begins with x_)")
	}
	return a, nil
}
