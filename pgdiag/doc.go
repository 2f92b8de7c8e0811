// Package pgdiag tells a Go program on pgx what state its connection is in, and what a failure means: what happened, who
// says so, what is broken, whether the write happened, and what may be done. It is what psycopg2's users have as
// connection.status, DatabaseError and Diagnostics, and answers what those leave open.
//
//	cfg, err := pgx.ParseConfig(dsn)
//	tracker, err := pgdiag.Attach(cfg)         // before the first connection; a pool's config has one too
//	conn, err := pgx.ConnectConfig(ctx, cfg)
//	_, err = conn.Exec(ctx, "INSERT …")
//	if d := pgdiag.Diagnose(err); d != nil {   // nil where err is
//		switch d.Outcome { … }
//	}
//
// An attached Tracker keeps book of what passes on the wire. pgx's own answers can't be relied on for this: from v5.9 to
// v5.12 it reports "conn closed" and SafeToRetry for a connection that was lost after a simple query had been sent, and
// database/sql then executes the statement again. Diagnose never takes pgx's word for what was sent.
//
// A claim rests on evidence that was seen: the bytes at the socket, the server's answers in their order, the error's type.
// What is not known only ever makes an outcome unknown.
//
// Unknown is an answer. Where nobody on this side can know whether a write took effect, the outcome is OutcomeUnknown and
// the advice RetryVerifyFirst; Resolve and InTx ask the server. No verdict depends on the text of a message.
//
// The package imports pgx (with its pool, puddle) and the standard library, nothing else.
package pgdiag
