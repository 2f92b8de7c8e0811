package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// instance is a server that this process runs.
type instance struct {
	folder  string
	addr    string
	admin   *pgx.ConnConfig
	process *process

	mu      sync.Mutex
	stopped bool
}

var _ provide.Instance = (*instance)(nil)

func (s *instance) Addr() string           { return s.addr }
func (s *instance) Admin() *pgx.ConnConfig { return s.admin.Copy() }
func (s *instance) Shared() bool           { return false }

// Stop ends the server and removes its folder.
func (s *instance) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	var errs []error
	if s.process != nil {
		errs = append(errs, s.process.stop(ctx))
	}
	if err := os.RemoveAll(s.folder); err != nil {
		errs = append(errs, fmt.Errorf("remove data folder: %w", err))
	}
	s.stopped = errors.Join(errs...) == nil
	return errors.Join(errs...)
}

// lastWords is the last line of the server's log, for an error.
func (s *instance) lastWords() string {
	text, err := os.ReadFile(filepath.Join(s.folder, "server.log"))
	if err != nil {
		return "no server log"
	}
	return lastLine(string(text))
}
