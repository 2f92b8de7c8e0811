// Package commit holds the scenarios in which the end of a transaction is lost.
package commit

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		ResetAfterCommitSent,
		ResetBeforeCommitArrives,
		CloseAfterCommitSent,
		CloseBeforeCommitArrives,
		SilenceAfterCommitSent,
		SilenceBeforeCommitArrives,
		LostBeforeCommitIsSent,
		DeadlineDuringCommit,
		CancelDuringCommit,
		DeadlineBeforeCommitIsSent,
		DeferredConstraint,
		DeferredConstraintInAutocommit,
		SerializationFailureAtCommit,
		OfFailedTransaction,
		TerminatedDuringCommit,
		CanceledDuringCommit,
		SynchronousWaitCanceled,
		SynchronousWaitTerminated,
		SynchronousWaitTerminatedInAutocommit,
		CrashDuringCommit,
		TagThenReset,
		SavepointReleaseLost,
		RollbackAnswerLost,
		PrepareTransactionLost,
		CommitPreparedLost,
		ResolveCommitted,
		ResolveAborted,
		ResolveInProgress,
		ResolveUnknowable,
		CompletionUnknown,
		CanceledBeforeItBegan,
	}
}
