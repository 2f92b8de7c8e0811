package peer

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Templates makes a database for each test as pgtestdb does: a connection of the superuser's for each test, on it a copy
// of a template by the default strategy, and at the end its removal.
type Templates struct {
	admin *pgx.ConnConfig
	user  *url.URL
	made  atomic.Int64
}

// template is the name of the template, and begins those of the databases.
const template = "bench_template"

// OpenTemplates makes the template on a server where admin is a superuser, for the user whose DSN is
// given.
func OpenTemplates(ctx context.Context, admin *pgx.ConnConfig, user *url.URL) (*Templates, error) {
	t := &Templates{admin: admin, user: user}
	if err := t.run(ctx, "CREATE DATABASE "+template+" OWNER "+t.owner()); err != nil {
		return nil, fmt.Errorf("make template: %w", err)
	}
	return t, nil
}

// Close drops the template.
func (t *Templates) Close(ctx context.Context) error { return t.run(ctx, "DROP DATABASE "+template) }

// run runs a statement on a connection of its own.
func (t *Templates) run(ctx context.Context, sql string) error {
	conn, err := pgx.ConnectConfig(ctx, t.admin.Copy())
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
	if _, err := base.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template+" OWNER "+t.owner()); err != nil {
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

func (t *Templates) owner() string { return pgx.Identifier{t.user.User.Username()}.Sanitize() }
