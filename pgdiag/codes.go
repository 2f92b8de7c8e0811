package pgdiag

import "github.com/jackc/pgx/v5/pgconn"

// What an ErrorResponse says of the outcome of the statement that it answers. That the statement left nothing behind is
// proven by an error of PostgreSQL's own below PANIC; all else proves nothing.
//
//	severity PANIC       an error after the commit record was written is raised to PANIC (xact.c)
//	no file or routine   it is not PostgreSQL that speaks: every PostgreSQL names both of the place in its source (elog.c);
//	                     what stands in front of it does not know what it did (pgpool names a file and no routine)
//	40003                statement_completion_unknown: the name says it (SQL standard; CockroachDB)
//	08007                transaction_resolution_unknown: the name says it (SQL standard)
func proves(e *pgconn.PgError) bool {
	switch e.Code {
	case "40003", "08007":
		return false
	}
	return !isPanic(e) && !isPooler(e)
}

// severity is the one that is never localized, or where a server is too old or a pooler too terse to send it, the other.
func severity(e *pgconn.PgError) string {
	if e.SeverityUnlocalized != "" {
		return e.SeverityUnlocalized
	}
	return e.Severity
}

// isFatal tells whether an error ends its session.
func isFatal(e *pgconn.PgError) bool {
	s := severity(e)
	return s == "FATAL" || s == "PANIC"
}

func isPanic(e *pgconn.PgError) bool { return severity(e) == "PANIC" }

// isPooler tells whether an error was written by something in front of PostgreSQL.
func isPooler(e *pgconn.PgError) bool { return (e.File == "" || e.Routine == "") && e.Severity != "" }

// unbegun tells whether an error shows that its statement was not begun: the scanner's or the grammar's, of the text that
// the client has sent, and that of a prepared transaction that is not there.
func unbegun(e *pgconn.PgError) bool {
	if e.InternalQuery != "" || e.Where != "" {
		return false
	}
	return e.Routine == "scanner_yyerror" || e.Routine == "LockGXact" && e.Code == "42704"
}

// relayed tells whether an error is not the server's own word of itself, but was raised by a statement's own code or by
// another server that it has asked (PL/pgSQL's RAISE, postgres_fdw, dblink): its code says nothing of this server.
func relayed(e *pgconn.PgError) bool {
	switch e.Routine {
	case "exec_stmt_raise", "pgfdw_report_error", "pgfdw_report_internal", "dblink_res_error", "dblink_connstr_check", "dblink_get_conn", "connect_pg_server",
		"PLy_elog_impl", "plperl_croak", "pltcl_elog", "throw_tcl_error":
		return true
	}
	return false
}

// stale tells whether an error is a look-up of something that the session remembers and that is gone: a type or a
// relation that was dropped and made again under a prepared statement.
func stale(e *pgconn.PgError) bool {
	if e.Code != "XX000" || isFatal(e) {
		return false
	}
	switch e.File {
	case "lsyscache.c", "typcache.c", "syscache.c", "relcache.c", "relation.c", "format_type.c", "fmgr.c", "parse_type.c":
		return true
	}
	return false
}
