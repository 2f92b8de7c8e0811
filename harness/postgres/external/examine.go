package external

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// first is the oldest version on which what the rig takes is there: DROP DATABASE … WITH (FORCE).
const first = 13

// examine connects and reads the server's version, and refuses a server that can't be used: one that is none but a pooler, a
// standby, another version than the one wanted, or a user who may not make databases and roles.
func examine(ctx context.Context, admin *pgx.ConnConfig, version string) ([]string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 5*time.Second, errors.New("no answer within 5 s"))
	defer cancel()
	refuse := func(err error, advice, reason string, args ...any) error {
		return &provide.UnavailableError{Provider: Name, Reason: fmt.Sprintf(reason, args...), Advice: advice, Err: err}
	}
	conn, err := pgx.ConnectConfig(ctx, admin.Copy())
	var said *pgconn.PgError
	switch {
	case err == nil:
	case errors.As(err, &said) && said.Code == "53300": // too_many_connections
		return nil, refuse(err, "end some, or raise max_connections", "the server at %s has no place for another session: %s", address(admin), said.Message)
	default:
		advice := "check that the server runs, and the DSN's host, port, user and password"
		return nil, refuse(err, advice, "cannot connect to %s: %s", address(admin), cause(ctx, err))
	}
	defer func() { _ = conn.Close(ctx) }()
	const itself = "give the address of a PostgreSQL server itself"
	answer, err := ask(ctx, conn.PgConn())
	if err != nil {
		return nil, refuse(err, itself, "what answers at %s does not answer as PostgreSQL does: %s", address(admin), cause(ctx, err))
	}
	found, allowed, standby, backend := answer[0], answer[1] == "t", answer[2] == "t", answer[3]
	found, _, _ = strings.Cut(found, " ")
	switch {
	case strconv.FormatUint(uint64(conn.PgConn().PID()), 10) != backend:
		return nil, refuse(nil, itself, "what answers at %s is a pooler before a server: it said that the session is process %d, and the server that it is %s",
			address(admin), conn.PgConn().PID(), backend)
	case standby:
		return nil, refuse(nil, "give the DSN of its primary", "the server at %s is a standby, on which nothing can be made", address(admin))
	case version != "" && provide.Major(version) != provide.Major(found):
		return nil, refuse(nil, "give the DSN of another, or ask for no version", "the server at %s is PostgreSQL %s, not %s", address(admin), found, version)
	case provide.Major(found) < first:
		return nil, refuse(nil, "give the DSN of a newer one", "the server at %s is PostgreSQL %s, and it takes %d or newer", address(admin), found, first)
	case !allowed:
		return nil, refuse(nil, "give the DSN of a superuser, or ALTER ROLE ... CREATEDB CREATEROLE", "user %s at %s may not make databases and roles",
			admin.User, address(admin))
	}
	return []string{found}, nil
}

// ask asks who answers: version, rights, whether it is a standby, and which process it is. It is asked by the simple protocol,
// which poolers understand best.
func ask(ctx context.Context, conn *pgconn.PgConn) ([]string, error) {
	if _, err := conn.Exec(ctx, "SET statement_timeout = 0").ReadAll(); err != nil {
		return nil, err
	}
	results, err := conn.Exec(ctx, `SELECT current_setting('server_version'), rolsuper OR (rolcreatedb AND rolcreaterole), pg_is_in_recovery(),
		pg_backend_pid() FROM pg_roles WHERE rolname = current_user`).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(results) != 1 || len(results[0].Rows) != 1 || len(results[0].Rows[0]) != 4 {
		return nil, errors.New("another answer than the one to what was asked")
	}
	texts := make([]string, 4)
	for i, value := range results[0].Rows[0] {
		texts[i] = string(value)
	}
	return texts, nil
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
