package container

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/moby/moby/api/pkg/stdcopy"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var (
	// errScript says that a script in a container failed.
	errScript = errors.New("script in the container failed")
	// errEnded says that the container ended.
	errEnded = errors.New("the container ended")
	// errDaemonGone says that Docker, which carries what is said to a container, was found gone.
	errDaemonGone = errors.New("docker is gone")
)

// shell is a container's first process, a shell that does what it is told on its standard input: to have Docker start a
// process in a container takes a hundred times as long. When nobody holds its standard input any more it ends, and the
// container with it, so that no server outlives the process that started it.
type shell struct {
	stdin  io.WriteCloser
	token  string // Begins the lines that are ours.
	log    provide.LogTail
	gone   chan struct{} // Closed when the container has ended.
	daemon *provide.Daemon
	read   sync.WaitGroup

	mu      sync.Mutex
	asked   int // Scripts so far.
	started int // Programs so far.
	waiting map[int]chan answer
	ended   map[int]chan struct{} // Of what the shell watches.
}

type answer struct {
	out  string
	code int
}

// newShell speaks to a shell over what Docker gives of a container's streams.
func newShell(in io.WriteCloser, out io.Reader, daemon *provide.Daemon) *shell {
	s := &shell{
		stdin: in, token: "pgfault-" + rand.Text(), gone: make(chan struct{}), daemon: daemon,
		waiting: make(map[int]chan answer), ended: make(map[int]chan struct{}),
	}
	lines, to := io.Pipe()
	s.read.Go(func() {
		defer crash.Guard()
		_, err := stdcopy.StdCopy(to, &s.log, out)
		_ = to.CloseWithError(err) // A pipe's takes none.
	})
	s.read.Go(func() {
		defer crash.Guard()
		defer s.endAll()
		s.listen(lines)
		_ = lines.Close()
	})
	return s
}

// close lets go of the shell, which then ends.
func (s *shell) close() {
	_ = s.stdin.Close()
	s.read.Wait()
}

// listen takes what scripts print, and after each its number and exit status; between those, what has ended.
func (s *shell) listen(from io.Reader) {
	var out strings.Builder
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		rest, ours := strings.CutPrefix(scanner.Text(), s.token+" ")
		if !ours {
			out.WriteString(scanner.Text() + "\n")
			continue
		}
		var number, code int
		if _, err := fmt.Sscanf(rest, "ended %d", &number); err == nil {
			s.end(number)
			continue
		}
		if _, err := fmt.Sscanf(rest, "%d %d", &number, &code); err != nil {
			continue // A script that prints our token: none of ours does.
		}
		s.mu.Lock()
		if to := s.waiting[number]; to != nil {
			to <- answer{out.String(), code}
			delete(s.waiting, number)
		}
		s.mu.Unlock()
		out.Reset()
	}
}

// do runs a script, and gives what it printed. Scripts are done one after the other. A script's file descriptor 3
// is the container's log.
func (s *shell) do(ctx context.Context, script string, args ...string) (string, error) {
	answers := make(chan answer, 1)
	s.mu.Lock()
	s.asked++
	number := s.asked
	s.waiting[number] = answers
	_, err := io.WriteString(s.stdin, fmt.Sprintf("(\nset -eu\nset -- %s\n%s\n) </dev/null 3>&2 2>&1\necho %s %d $?\n", quoted(args), script, s.token, number))
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.waiting, number)
	}()
	if err != nil {
		return "", fmt.Errorf("tell shell in container: %w", err)
	}
	select {
	case a := <-answers:
		if a.code != 0 {
			return "", fmt.Errorf("%w: %s", errScript, strings.Join(strings.Fields(a.out), " "))
		}
		return a.out, nil
	case <-s.gone:
		return "", fmt.Errorf("run script in container: %w: %s", errEnded, s.log.LastLine())
	case <-s.daemon.Gone():
		return "", fmt.Errorf("run script in container: %w", errDaemonGone)
	case <-ctx.Done():
		return "", fmt.Errorf("run script in container: %w", context.Cause(ctx))
	}
}

// start runs a program in the background, and gives a channel that is closed when it has ended.
func (s *shell) start(ctx context.Context, script string, args ...string) (<-chan struct{}, error) {
	ended := make(chan struct{})
	s.mu.Lock()
	s.started++
	number := s.started
	s.ended[number] = ended
	s.mu.Unlock()
	// What waits for it is not the shell, which has other things to do.
	_, err := s.do(ctx, fmt.Sprintf("(\n(\n%s\n) >&3 2>&3 3>&- || :\necho %s ended %d\n) &", script, s.token, number), args...)
	return ended, err
}

// end notes that something that the shell watches has ended.
func (s *shell) end(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ended := s.ended[number]; ended != nil {
		close(ended)
		delete(s.ended, number)
	}
}

// endAll notes that the container has ended, and all that was in it.
func (s *shell) endAll() {
	close(s.gone)
	s.mu.Lock()
	defer s.mu.Unlock()
	for number, ended := range s.ended {
		close(ended)
		delete(s.ended, number)
	}
}

// quoted writes words as a POSIX shell reads them.
func quoted(words []string) string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return strings.Join(all, " ")
}
