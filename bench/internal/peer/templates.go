package peer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Templates makes a database for each test as pgtestdb does: a connection of the superuser's for each test, on it a copy
// of a template by the default strategy, and at the end its removal.
type Templates struct {
	admin *pgx.ConnConfig // who makes the databases
	owner string
	user  *url.URL
	made  atomic.Int64
	base  *pgx.ConnConfig // who made the template
}

// template is the name of the template, and begins those of the databases. creator is the superuser who makes them.
const (
	template = "bench_template"
	creator  = template + "_creator"
)

// OpenTemplates makes the template on a server where admin is a superuser, for the user whose DSN is given. The
// superuser who makes the databases is another, with a password as PostgreSQL keeps it by default: the rig's own is
// checked faster, and that shall be no merit of the peer's.
func OpenTemplates(ctx context.Context, admin *pgx.ConnConfig, user *url.URL) (*Templates, error) {
	t := &Templates{admin: admin.Copy(), owner: pgx.Identifier{user.User.Username()}.Sanitize(), user: user, base: admin}
	t.admin.User, t.admin.Password = creator, rand.Text()
	for _, sql := range []string{
		"CREATE ROLE " + creator + " SUPERUSER LOGIN PASSWORD '" + t.admin.Password + "'",
		"CREATE DATABASE " + template + " OWNER " + t.owner,
	} {
		if err := run(ctx, admin, sql); err != nil {
			return nil, fmt.Errorf("make template: %w", err)
		}
	}
	return t, nil
}

// Close drops the template, and who made the databases.
func (t *Templates) Close(ctx context.Context) error {
	return errors.Join(run(ctx, t.base, "DROP DATABASE "+template), run(ctx, t.base, "DROP ROLE "+creator))
}

// run runs a statement on a connection of its own.
func run(ctx context.Context, as *pgx.ConnConfig, sql string) error {
	conn, err := pgx.ConnectConfig(ctx, as.Copy())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

// TestDatabase is a database of one test.
type TestDatabase struct {
	// DSN is how the user connects to it.
	DSN string

	name string
	base *pgx.Conn
}

// Database makes a database.
func (t *Templates) Database(ctx context.Context) (*TestDatabase, error) {
	base, err := pgx.ConnectConfig(ctx, t.admin.Copy())
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	name := fmt.Sprintf("%s_%d", template, t.made.Add(1))
	if _, err := base.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template+" OWNER "+t.owner); err != nil {
		return nil, errors.Join(fmt.Errorf("copy template: %w", err), base.Close(ctx))
	}
	dsn := *t.user
	dsn.Path = "/" + name
	return &TestDatabase{DSN: dsn.String(), name: name, base: base}, nil
}

// Drop removes the database. Nobody may be connected to it.
func (d *TestDatabase) Drop(ctx context.Context) error {
	_, err := d.base.Exec(ctx, "DROP DATABASE IF EXISTS "+d.name)
	return errors.Join(err, d.base.Close(ctx))
}
