package external

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// examine connects and reads the server's version, and refuses a server that can't be used: another version than the one
// wanted, or a user who may not make databases and roles.
func examine(ctx context.Context, admin *pgx.ConnConfig, version string) ([]string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 5*time.Second, errors.New("no answer within 5 s"))
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, admin.Copy())
	if err != nil {
		return nil, &provide.UnavailableError{
			Provider: Name,
			Reason:   fmt.Sprintf("cannot connect to %s: %s", address(admin), cause(ctx, err)),
			Advice:   "check that the server runs, and the DSN's host, port, user and password",
			Err:      err,
		}
	}
	defer func() { _ = conn.Close(ctx) }()
	var found string
	var allowed bool
	err = conn.QueryRow(ctx, `SELECT current_setting('server_version'), rolsuper OR (rolcreatedb AND rolcreaterole)
		FROM pg_roles WHERE rolname = current_user`).Scan(&found, &allowed)
	if err != nil {
		return nil, fmt.Errorf("ask external server: %w", err)
	}
	found, _, _ = strings.Cut(found, " ")
	if version != "" && provide.Major(version) != provide.Major(found) {
		return nil, &provide.UnavailableError{
			Provider: Name,
			Reason:   fmt.Sprintf("the server at %s is PostgreSQL %s, not %s", address(admin), found, version),
			Advice:   "give the DSN of another, or ask for no version",
		}
	}
	if !allowed {
		return nil, &provide.UnavailableError{
			Provider: Name,
			Reason:   fmt.Sprintf("user %s at %s may not make databases and roles", admin.User, address(admin)),
			Advice:   "give the DSN of a superuser, or ALTER ROLE ... CREATEDB CREATEROLE",
		}
	}
	return []string{found}, nil
}

// cause is the shortest true account of why a connection failed. A server's own words are its message; another error's
// are those of the last link of its chain, which holds no DSN.
func cause(ctx context.Context, err error) string {
	if ctx.Err() != nil {
		return context.Cause(ctx).Error()
	}
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return answer.Message
	}
	return strings.Join(strings.Fields(innermost(err).Error()), " ")
}

// innermost follows the first branch of an error's tree to its end.
func innermost(err error) error {
	for {
		switch e := err.(type) { //nolint:errorlint // The tree is walked by hand.
		case interface{ Unwrap() error }:
			if e.Unwrap() == nil {
				return err
			}
			err = e.Unwrap()
		case interface{ Unwrap() []error }:
			if len(e.Unwrap()) == 0 {
				return err
			}
			err = e.Unwrap()[0]
		default:
			return err
		}
	}
}
