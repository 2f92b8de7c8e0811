package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

// createUserAndTemplate makes the ordinary user and the template, whose owner that is.
func (s *Server) createUserAndTemplate(ctx context.Context) error {
	verifier, err := provide.Verifier(s.password)
	if err != nil {
		return fmt.Errorf("make password: %w", err)
	}
	user, template := quote(s.names.user()), quote(s.names.template())
	statements := []string{"CREATE ROLE " + user + " LOGIN PASSWORD '" + verifier + "'"}
	if s.instance.Shared() {
		// Who is no superuser must be a member of the role to give it a database.
		statements = append(statements, "GRANT "+user+" TO CURRENT_USER")
	}
	create := "CREATE DATABASE " + template + s.empty() + " OWNER " + user + s.strategy()
	if s.instance.Shared() {
		create += closedToAll
	}
	statements = append(statements, create)
	for _, sql := range statements {
		if _, err := s.admin.exec(ctx, sql); err != nil {
			return fmt.Errorf("make user and template: %w", err)
		}
	}
	if s.instance.Shared() {
		if err := s.findUnusual(ctx); err != nil {
			return fmt.Errorf("look for settings: %w", err)
		}
	}
	return nil
}

// empty makes a database of nothing, in CREATE DATABASE. What a server that somebody else runs makes by itself may have another
// encoding, and another order.
func (s *Server) empty() string {
	sql := " TEMPLATE template0"
	if s.instance.Shared() {
		sql += " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
		if s.Major() >= 15 {
			sql += " LOCALE_PROVIDER libc"
		}
	}
	return sql
}

// closedToAll keeps a database from being connected to, by superusers too. What others run on their server (a monitor that
// looks into every database, a pooler) would connect to a template, and a database that somebody is connected to can't be
// copied. A copy takes connections again.
const closedToAll = " ALLOW_CONNECTIONS false"

// strategy is the fast way to copy a database on a server that does not sync to disk. Before PostgreSQL 15 it was the
// only one. See CREATE DATABASE in the manual.
func (s *Server) strategy() string {
	if s.Major() < 15 {
		return ""
	}
	return " STRATEGY FILE_COPY"
}

// createTimeout bounds the making of a database, which takes some 8 ms.
const createTimeout = 10 * time.Second

// create makes one database, a copy of another, over a connection. It is not broken off by ctx: the server would make
// it all the same, and nobody would know.
func (s *Server) create(ctx context.Context, over *session, template string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), createTimeout, fmt.Errorf("not made within %v", createTimeout))
	defer cancel()
	name := s.names.database()
	_, err := over.exec(ctx, "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(template)+" OWNER "+quote(s.names.user())+s.strategy())
	if err != nil {
		return "", fmt.Errorf("copy %s: %w", template, err)
	}
	return name, s.makeUsual(ctx, over, name)
}

// dropEverythingMade drops from an external server what was made there: databases, those made ahead of need among them,
// the template and the user.
func (s *Server) dropEverythingMade(ctx context.Context) error {
	if !s.instance.Shared() {
		return nil
	}
	rows, err := s.admin.exec(ctx, "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", s.names.prefix+"_")
	errs := []error{err}
	for _, row := range rows {
		errs = append(errs, run(ctx, s.admin, "DROP DATABASE IF EXISTS "+quote(row[0])+" WITH (FORCE)"))
	}
	errs = append(errs, run(ctx, s.admin, "DROP ROLE IF EXISTS "+quote(s.names.user())))
	return errors.Join(errs...)
}

// removeDead drops from an external server what processes that are no more made there.
func removeDead(ctx context.Context, admin *session, log *slog.Logger) error {
	const mine = `SELECT 'DATABASE', datname FROM pg_database WHERE starts_with(datname, 'pgfault_')
		UNION ALL SELECT 'ROLE', rolname FROM pg_roles WHERE starts_with(rolname, 'pgfault_')`
	rows, err := admin.exec(ctx, mine)
	if err != nil {
		return fmt.Errorf("look for orphans: %w", err)
	}
	for _, row := range rows {
		kind, name := row[0], row[1]
		owner, ok := ownerOf(name)
		if !ok || !owner.Dead() {
			continue
		}
		sql := "DROP " + kind + " IF EXISTS " + quote(name)
		if kind == "DATABASE" {
			sql += " WITH (FORCE)"
		}
		if err := run(ctx, admin, sql); err != nil {
			log.Warn("could not remove what a killed run left", "kind", kind, "name", name, "error", err)
			continue
		}
		log.Info("removed what a killed run left", "provider", External, "kind", kind, "id", name)
	}
	return nil
}

func run(ctx context.Context, over *session, sql string) error {
	_, err := over.exec(ctx, sql)
	return err
}
