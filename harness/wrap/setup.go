package wrap

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/postgres"
)

// Setup is a text of SQL, and where it comes from.
type Setup struct{ Name, SQL string }

// ReadSetup reads what prepares a database: SQL itself, a file of it, or a folder of files that end in .sql, in the order of
// their names.
func ReadSetup(what string) ([]Setup, error) {
	info, err := os.Stat(what)
	switch {
	case errors.Is(err, fs.ErrNotExist) && filepath.Ext(what) != ".sql", errors.Is(err, syscall.ENAMETOOLONG):
		return []Setup{{"--setup", what}}, nil // no file, and SQL itself
	case err != nil:
		return nil, err
	case !info.IsDir():
		return readSetup(what)
	}
	files, err := filepath.Glob(filepath.Join(what, "*.sql"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there is no file that ends in .sql in %s", what)
	}
	slices.Sort(files)
	return readSetup(files...)
}

func readSetup(files ...string) ([]Setup, error) {
	var all []Setup
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		all = append(all, Setup{file, string(text)})
	}
	return all, nil
}

// SetupError says that what was to prepare the database failed.
type SetupError struct {
	Name string
	Err  error
}

func (e *SetupError) Error() string { return fmt.Sprintf("set up by %s: %v", e.Name, e.Err) }

// Unwrap gives the server's error.
func (e *SetupError) Unwrap() error { return e.Err }

// prepare makes the database that each run gets a copy of. It is set up by the user that the program connects as, who owns it.
func prepare(ctx context.Context, srv *postgres.Server, setup []Setup) (_ *postgres.Copies, err error) {
	db, err := srv.Database(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Drop(context.WithoutCancel(ctx)))
		}
	}()
	if err := fill(ctx, db.DSN(srv.Addr()), setup); err != nil {
		return nil, err
	}
	return srv.Copies(ctx, db)
}

func fill(ctx context.Context, dsn string, setup []Setup) (err error) {
	conn, err := pgx.Connect(ctx, libpqenv.DSN(dsn))
	if err != nil {
		return fmt.Errorf("connect to set up: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	for _, s := range setup {
		if err := postgres.Run(ctx, conn, s.SQL); err != nil {
			return &SetupError{s.Name, err}
		}
	}
	return nil
}
