package peer

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"

	"github.com/pgfault/pgfault/harness/postgres"
)

// RunProgram runs a program as one would by hand: in a new database each time, and there several times over, straight at the server,
// some at the same time. {DSN} in its arguments is the way there.
func RunProgram(ctx context.Context, srv *postgres.Server, argv []string, databases, times, parallel int) error {
	next := make(chan struct{})
	var mu sync.Mutex
	var errs []error
	var all sync.WaitGroup
	for range parallel {
		all.Go(func() {
			for range next {
				if err := runProgram(ctx, srv, argv, times); err != nil {
					mu.Lock()
					errs = append(errs, err)
					mu.Unlock()
				}
			}
		})
	}
	for range databases {
		next <- struct{}{}
	}
	close(next)
	all.Wait()
	return errors.Join(errs...)
}

func runProgram(ctx context.Context, srv *postgres.Server, argv []string, times int) (err error) {
	db, err := srv.Database(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Drop(context.WithoutCancel(ctx))) }()
	args := make([]string, len(argv))
	for i, arg := range argv {
		args[i] = strings.ReplaceAll(arg, "{DSN}", db.DSN(srv.Addr()))
	}
	for range times {
		if out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil { //nolint:gosec // it is the benchmark's own
			return fmt.Errorf("run %s: %w: %s", argv[0], err, out)
		}
	}
	return nil
}
