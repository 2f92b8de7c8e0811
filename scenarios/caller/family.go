// Package caller holds the scenarios in which the caller gives up, or makes a mistake.
package caller

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		DeadlineBeforeSend,
		CancelBeforeSend,
		DeadlineBeforeSendInTransaction,
		DeadlineMidQuery,
		CancelMidQuery,
		DeadlineMidRows,
		CancelMidRows,
		DeadlineInTransaction,
		CancelInTransaction,
		DeadlineWhileWaitingForLock,
		CancelRequestLost,
		DeadlineWhilePreparing,
		DeadlineDuringRollback,
		UseAfterDeadline,
		BusyConnection,
		BusyPrepare,
		UseAfterClose,
		CommitAfterClose,
		CommitTwice,
		RollbackAfterCommit,
		CommitAfterRollback,
		EncodeOutOfRange,
		EncodeWrongType,
		TooFewArguments,
		DecodeNull,
		DecodeOutOfRange,
		DecodeWrongType,
		DecodeAfterWrite,
		DecodeInTransaction,
		NoRows,
		NoRowsInTransaction,
		TooManyRows,
		CancelAnsweredWithError,
	}
}
