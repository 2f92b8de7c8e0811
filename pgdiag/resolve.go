package pgdiag

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Token names a transaction so that its end can be asked for later, on another connection: the transaction's id, and the
// cluster and timeline that gave it, since an id means nothing on another one. It is taken inside the transaction, after
// its last write.
type Token struct {
	// XID is the transaction id (xid8, manual: "Transaction ID and Snapshot Information Functions"). It is empty where the
	// transaction has none, on a standby: that proves nothing of what other servers were told to do in it.
	XID string
	// System is the cluster's system identifier, and Timeline its timeline in hexadecimal.
	System, Timeline string
}

// Resolution is what the server answers of a transaction.
type Resolution string

// The answers of a server. All but the first two leave the outcome unknown.
const (
	ResolvedCommitted  Resolution = "committed"
	ResolvedAborted    Resolution = "aborted"
	ResolvedNoID       Resolution = "no_transaction_id" // nobody can be asked for it
	ResolvedInProgress Resolution = "in_progress"       // when the context ended; a prepared transaction stays so
	ResolvedTooOld     Resolution = "too_old"           // the server has forgotten it
	ResolvedElsewhere  Resolution = "wrong_timeline"    // another cluster or timeline, which may know another transaction by this id
)

// Outcome is the outcome that a resolution proves.
func (r Resolution) Outcome() Outcome {
	switch r {
	case ResolvedCommitted:
		return OutcomeCommitted
	case ResolvedAborted:
		return OutcomeRolledBack
	}
	return OutcomeUnknown
}

// timelineOf is the timeline of a server that is not in recovery, from the name of the WAL file it writes.
const timelineOf = `(SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))`

// TokenOf gives the transaction that is open on tx an id, where it has none yet, and returns its token. (One that has
// written nothing on this server has none by itself: what it has sent to other servers, by postgres_fdw, and what it has
// notified, is committed with it all the same.) PostgreSQL 13 or newer.
func TokenOf(ctx context.Context, tx pgx.Tx) (Token, error) {
	t, _, err := tokenOf(ctx, tx, true)
	return t, err
}

// tokenOf is TokenOf; assign tells whether an id may be given. A server in recovery gives none. foreign tells whether the
// transaction holds a lock on a foreign table: then another server may be told to commit before this one refuses to.
func tokenOf(ctx context.Context, tx pgx.Tx, assign bool) (t Token, foreign bool, err error) {
	if isNil(tx) {
		return t, false, fmt.Errorf("take transaction token: %w", ErrNotAConn)
	}
	err = tx.QueryRow(ctx, `SELECT CASE WHEN pg_is_in_recovery() THEN '' WHEN `+strconv.FormatBool(assign)+` THEN pg_current_xact_id()::text
			ELSE coalesce(pg_current_xact_id_if_assigned()::text, '') END,
		(SELECT system_identifier::text FROM pg_control_system()),
		CASE WHEN pg_is_in_recovery() THEN '' ELSE `+timelineOf+` END,
		EXISTS (SELECT FROM pg_foreign_table) AND EXISTS (
			SELECT FROM pg_locks JOIN pg_foreign_table ON relation = ftrelid WHERE pid = pg_backend_pid())`).Scan(&t.XID, &t.System, &t.Timeline, &foreign)
	if err != nil {
		return Token{}, false, fmt.Errorf("take transaction token: %w", err)
	}
	return t, foreign, nil
}

// Resolve asks the server, on a connection of its own, what became of a transaction whose COMMIT was not answered. It
// waits for a transaction that is still in progress, since its backend may be committing, until ctx ends; the resolution is
// then ResolvedInProgress and the error nil. An error means that nothing could be asked.
func Resolve(ctx context.Context, connect func(context.Context) (*pgx.Conn, error), token Token) (Resolution, error) {
	if token.XID == "" {
		return ResolvedNoID, nil
	}
	conn, err := connected(ctx, connect)
	if err != nil {
		return "", fmt.Errorf("resolve transaction %s: %w", token.XID, err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing was written on it
	wait := time.NewTicker(10 * time.Millisecond)
	defer wait.Stop()
	for asked := false; ; asked = true {
		r, err := token.ask(ctx, conn)
		if asked && ctx.Err() != nil {
			return ResolvedInProgress, nil
		}
		if err != nil {
			return "", fmt.Errorf("resolve transaction %s: %w", token.XID, err)
		}
		if r != ResolvedInProgress {
			return r, nil
		}
		select {
		case <-ctx.Done():
			return ResolvedInProgress, nil
		case <-wait.C:
		}
	}
}

// connected is a connection of a program's own function, which may be none.
func connected(ctx context.Context, connect func(context.Context) (*pgx.Conn, error)) (*pgx.Conn, error) {
	if connect == nil {
		return nil, ErrNotAConn
	}
	conn, err := connect(ctx)
	if err == nil && conn == nil {
		return nil, ErrNotAConn
	}
	return conn, err
}

// ask asks once. A server in recovery can't say which timeline it writes, and is not the one that gave the id.
func (t Token) ask(ctx context.Context, conn *pgx.Conn) (Resolution, error) {
	var recovery bool
	if err := conn.QueryRow(ctx, `SELECT pg_is_in_recovery()`).Scan(&recovery); err != nil {
		return "", err
	}
	if recovery {
		return ResolvedElsewhere, nil
	}
	var system, timeline string
	var status *string
	err := conn.QueryRow(ctx, `SELECT (SELECT system_identifier::text FROM pg_control_system()), `+timelineOf+`,
		pg_xact_status($1::text::xid8)`, t.XID).Scan(&system, &timeline, &status)
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == "22023": // the id is in the future of this server
		return ResolvedElsewhere, nil
	case err != nil:
		return "", err
	case system != t.System || timeline != t.Timeline:
		return ResolvedElsewhere, nil
	case status == nil:
		return ResolvedTooOld, nil
	case *status == "committed":
		return ResolvedCommitted, nil
	case *status == "aborted":
		return ResolvedAborted, nil
	}
	return ResolvedInProgress, nil
}
