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
	if err := errors.Join(d.rollbackPrepared(ctx), d.admin.close(ctx), d.empty(ctx)); err != nil {
		return fmt.Errorf("drop database: %w", err)
	}
	if err := run(ctx, d.server.admin, "DROP DATABASE IF EXISTS "+quote(d.Name)+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop database: %w", err)
	}
	d.dropped = true
	d.server.mu.Lock()
	delete(d.server.made, d.Name)
	d.server.mu.Unlock()
	return nil
}

// rollbackPrepared ends transactions that were prepared for two-phase commit, which FORCE does not.
func (d *Database) rollbackPrepared(ctx context.Context) error {
	const prepared = `SELECT format('ROLLBACK PREPARED %L', gid) FROM pg_prepared_xacts WHERE database = $1`
	rows, err := d.server.admin.exec(ctx, prepared, d.Name)
	if err != nil {
		return fmt.Errorf("look for prepared transactions: %w", err)
	}
	for _, row := range rows {
		if _, err := d.admin.exec(ctx, row[0]); err != nil {
			return fmt.Errorf("roll back prepared transaction: %w", err)
		}
	}
	return nil
}

// empty ends the sessions of the database and waits, not for long, until they are gone. DROP DATABASE would do it too,
// and look only every 100 ms whether they are.
func (d *Database) empty(ctx context.Context) error {
	const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`
	pause := time.Millisecond
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for deadline := time.Now().Add(time.Second); time.Now().Before(deadline); pause *= 2 {
		rows, err := d.server.admin.exec(ctx, end, d.Name)
		if err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if len(rows) == 0 {
			return nil
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
