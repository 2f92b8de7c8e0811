package verdict

import (
	"slices"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// coarser are the conditions that name something in general, and those that they may stand for: a client that knows no more
// is right, too.
var coarser = map[string][]string{
	"query_canceled":        {"statement_timeout", "recovery_conflict", "caller_cancel", "caller_deadline"},
	"lock_not_available":    {"lock_timeout"},
	"feature_not_supported": {"stale_plan"},
	"serialization_failure": {"recovery_conflict"},
	"connection_failure": {
		"connection_reset", "connection_closed_by_peer", "connection_silent", "protocol_garbage", "admin_shutdown", "crash_shutdown",
		"idle_session_timeout", "connection_refused", "host_unreachable", "connect_timeout", "tls_failure", "host_not_found",
	},
	"connection_exception": {
		"connection_reset", "connection_closed_by_peer", "connection_silent", "protocol_garbage", "connection_closed_by_owner",
		"connection_refused", "host_not_found", "host_unreachable", "connect_timeout", "tls_failure",
	},
	"connection_closed_by_peer":                   {"admin_shutdown", "crash_shutdown", "database_dropped", "idle_session_timeout", "connection_reset"},
	"connection_reset":                            {"connection_closed_by_peer"},
	"sqlclient_unable_to_establish_sqlconnection": {"connection_refused", "host_not_found", "host_unreachable", "connect_timeout", "tls_failure"},
	"connection_does_not_exist":                   {"connection_closed_by_owner", "connection_closed_by_peer", "connection_reset"},
	"invalid_authorization_specification":         {"invalid_password"},
	"operator_intervention":                       {"admin_shutdown", "crash_shutdown", "cannot_connect_now", "query_canceled", "database_dropped"},
	"integrity_constraint_violation":              {"unique_violation", "foreign_key_violation", "check_violation", "not_null_violation", "exclusion_violation"},
	"transaction_rollback":                        {"serialization_failure", "deadlock_detected", "commit_rolled_back"},
	"insufficient_resources":                      {"too_many_connections", "disk_full", "out_of_memory"},
}

// ancestorsOf are a condition and the names that stand for it in general.
func standsFor(claimed, exact string) bool {
	return claimed == exact || slices.Contains(coarser[claimed], exact)
}

// conditionOf is the name of a server's code.
func conditionOf(code string) string {
	return string(pgdiag.Diagnose(&pgconn.PgError{Code: code, Severity: "ERROR", SeverityUnlocalized: "ERROR"}).Condition)
}

// generalClasses are those of whom no code tells more.
var generalClasses = []string{"Error", "DatabaseError", "OperationalError", "InterfaceError"}

// classIs tells whether a class that was claimed is the exact one or a base of it.
func classIs(claimed, exact string) bool {
	return pgdiag.Class(exact).IsA(pgdiag.Class(claimed))
}
