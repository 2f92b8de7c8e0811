package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Drop removes the database, and ends all that is connected to it. It may be called more than once.
func (d *Database) Drop(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dropped {
		return nil
	}
	if err := errors.Join(d.admin.close(ctx), d.empty(ctx)); err != nil {
		return fmt.Errorf("drop database: %w", err)
	}
	if err := run(ctx, d.server.dropper, "DROP DATABASE IF EXISTS "+quote(d.Name)+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop database: %w", err)
	}
	d.dropped = true
	d.server.mu.Lock()
	delete(d.server.databases, d.Name)
	d.server.mu.Unlock()
	return nil
}

// endUsersSQL ends the sessions of a database, and gives a row for each; one for each transaction that was prepared in it says
// how to end that. It asks the functions beneath the views pg_stat_activity and pg_prepared_xacts, which join much that
// is not wanted here.
const endUsersSQL = `WITH d AS (SELECT oid FROM pg_database WHERE datname = $1)
SELECT CASE WHEN pg_terminate_backend(s.pid) THEN '' ELSE '' END FROM d, pg_stat_get_activity(NULL) s WHERE s.datid = d.oid
UNION ALL SELECT format('ROLLBACK PREPARED %L', p.gid) FROM d, pg_prepared_xact() p WHERE p.dbid = d.oid`

// empty ends the sessions of the database, and the transactions that were prepared in it, which WITH (FORCE) does not. It
// waits, not for long, until they are gone: DROP DATABASE would do it too, and look only every 100 ms whether they are.
func (d *Database) empty(ctx context.Context) error {
	pause := time.Millisecond
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for deadline := time.Now().Add(time.Second); time.Now().Before(deadline); pause *= 2 {
		rows, err := d.server.admin.prepared(ctx, endUsersSQL, d.Name)
		if err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		if err := d.rollbackPrepared(ctx, rows); err != nil {
			return err
		}
		timer.Reset(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil // What is left is for WITH (FORCE).
}

// rollbackPrepared does what is to be done in the database itself.
func (d *Database) rollbackPrepared(ctx context.Context, rows [][]string) (err error) {
	over := newSession(d.server.adminConfig(d.Name))
	defer func() { err = errors.Join(err, over.close(ctx)) }()
	for _, row := range rows {
		if row[0] == "" {
			continue // A session, that is ending.
		}
		if err := run(ctx, over, row[0]); err != nil {
			return fmt.Errorf("roll back prepared transaction: %w", err)
		}
	}
	return nil
}
