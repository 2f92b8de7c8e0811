// Package server holds the scenarios in which the server ends or is ended.
package server

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		TerminateBackendWhileIdle,
		TerminateBackendMidQuery,
		TerminateBackendInTransaction,
		TerminateBackendBeforeCommit,
		TerminateBackendMidQueryInTransaction,
		CancelBackendMidQuery,
		CancelBackendInTransaction,
		StatementTimeout,
		StatementTimeoutInTransaction,
		StatementTimeoutOfRole,
		LockTimeout,
		IdleInTransactionTimeout,
		IdleInTransactionTimeoutAtCommit,
		IdleSessionTimeout,
		TransactionTimeout,
		TransactionTimeoutWhileIdle,
		TransactionTimeoutOfOneStatement,
		TempFileLimit,
		StackDepth,
		ParallelWorkerTerminated,
	}
}
