package target

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/child"
	"github.com/pgfault/pgfault/harness/internal/crash"
)

// endTimeout is how long the ends of a process are waited for once its output has ended.
const endTimeout = time.Second

// process is a started command with a process group of its own. Whatever of the group is left dies with it.
type process struct {
	cmd    *exec.Cmd
	stdin  *os.File
	stdout *os.File
	stderr *os.File
	log    *tail

	exited   chan struct{} // closed when the command and its group are gone
	logged   chan struct{} // closed when its stderr has ended
	status   string        // how it ended; set before exited is closed
	killOnce sync.Once
	end      func() // ends what the command's end leaves; it may be nil
}

func startProcess(argv, env []string, end func()) (*process, error) {
	cmd := exec.Command(argv[0], argv[1:]...) //nolint:noctx,gosec // its life is ours to end, not a context's; running what the user names is the point
	cmd.Env = env
	p := &process{cmd: cmd, log: &tail{}, exited: make(chan struct{}), logged: make(chan struct{}), end: end}

	var theirs []*os.File
	defer func() {
		for _, f := range theirs {
			_ = f.Close()
		}
	}()
	var ours []*os.File
	pipe := func(toChild bool) (mine, its *os.File, err error) {
		r, w, err := os.Pipe()
		if err != nil {
			return nil, nil, fmt.Errorf("make pipe: %w", err)
		}
		mine, its = r, w
		if toChild {
			mine, its = w, r
		}
		ours, theirs = append(ours, mine), append(theirs, its)
		return mine, its, nil
	}
	closeOurs := func() {
		for _, f := range ours {
			_ = f.Close()
		}
	}
	childIn, childOut, childErr, err := p.pipes(pipe)
	if err != nil {
		closeOurs()
		return nil, err
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = childIn, childOut, childErr

	started := make(chan error)
	go func() {
		defer crash.Guard()
		if child.Run(p.cmd, started) {
			p.status = p.cmd.ProcessState.String()
			close(p.exited)
		}
	}()
	if err := <-started; err != nil {
		closeOurs()
		return nil, err
	}
	go func() {
		defer crash.Guard()
		defer close(p.logged)
		_, _ = io.Copy(p.log, p.stderr)
	}()
	return p, nil
}

func (p *process) pipes(pipe func(toChild bool) (mine, its *os.File, err error)) (in, out, errs *os.File, err error) {
	if p.stdin, in, err = pipe(true); err != nil {
		return nil, nil, nil, err
	}
	if p.stdout, out, err = pipe(false); err != nil {
		return nil, nil, nil, err
	}
	p.stderr, errs, err = pipe(false)
	return in, out, errs, err
}

// kill ends the group and waits for its end. What left the group and still holds our pipes is cut off.
func (p *process) kill() {
	p.killOnce.Do(func() {
		select {
		case <-p.exited:
		default:
			child.KillGroup(p.cmd.Process.Pid)
			<-p.exited
		}
		if p.end != nil {
			p.end()
		}
		_ = p.stdin.Close()
		_ = p.stdout.Close()
		timer := time.NewTimer(endTimeout)
		defer timer.Stop()
		select {
		case <-p.logged:
		case <-timer.C:
		}
		_ = p.stderr.Close()
		<-p.logged
	})
}

// died says how the process ended, once its stdout has.
func (p *process) died() error {
	timer := time.NewTimer(endTimeout)
	defer timer.Stop()
	select {
	case <-p.exited:
	case <-timer.C:
		return &DiedError{Status: "it closed its stdout and did not end", Stderr: p.log.peek()}
	}
	select {
	case <-p.logged:
	case <-timer.C:
	}
	return &DiedError{Status: p.status, Stderr: p.log.peek()}
}
