package harness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
)

// The limits of what a test waits for outside its own steps.
const (
	startLimit = 2 * time.Minute // an image may have to be pulled
	closeLimit = 30 * time.Second
)

// servers are the running servers, one per configuration, each with its users counted. It is the one thing in this
// package that outlives a test.
var servers = struct {
	sync.Mutex
	running map[postgres.Config]*shared
	keep    bool // until Main is done
}{running: map[postgres.Config]*shared{}}

type shared struct {
	once   sync.Once
	server *postgres.Server
	err    error
	rigs   int
}

// acquire returns the server of that configuration, and starts it for its first user.
func acquire(cfg postgres.Config) (*postgres.Server, error) {
	servers.Lock()
	s := servers.running[cfg]
	if s == nil {
		s = &shared{}
		servers.running[cfg] = s
	}
	s.rigs++
	servers.Unlock()
	s.once.Do(func() {
		ctx, cancel := limited(startLimit, "start of the server")
		defer cancel()
		s.server, s.err = postgres.Start(ctx, cfg)
	})
	if s.err != nil {
		return nil, errors.Join(s.err, release(cfg))
	}
	return s.server, nil
}

// release gives the server up. With its last user it is closed, unless Main keeps it.
func release(cfg postgres.Config) error {
	servers.Lock()
	s := servers.running[cfg]
	s.rigs--
	last := s.rigs == 0 && (!servers.keep || s.err != nil)
	if last {
		delete(servers.running, cfg)
	}
	servers.Unlock()
	if !last || s.server == nil {
		return nil
	}
	ctx, cancel := limited(closeLimit, "close of the server")
	defer cancel()
	return s.server.Close(ctx)
}

// Main runs a package's tests with one server per configuration for all of them, and returns the exit code. Without it,
// a server is started whenever no other test is using one:
//
//	func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }
func Main(m interface{ Run() int }) int {
	servers.Lock()
	servers.keep = true
	servers.Unlock()
	code := m.Run()
	if err := closeServers(); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "harness:", err) // there is nobody else to tell
		return max(code, 1)
	}
	return code
}

func closeServers() error {
	servers.Lock()
	defer servers.Unlock()
	servers.keep = false
	ctx, cancel := limited(closeLimit, "close of the servers")
	defer cancel()
	var errs []error
	for cfg, s := range servers.running {
		if s.server != nil {
			errs = append(errs, s.server.Close(ctx))
		}
		delete(servers.running, cfg)
	}
	return errors.Join(errs...)
}

// limited is a context for the harness's own work, which goes on where a test's context has ended.
func limited(d time.Duration, what string) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(context.Background(), d, fmt.Errorf("%s took longer than %s", what, d))
}
