// Package transaction holds the scenarios in which transactions get in each other's way, or in their own.
package transaction

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		Deadlock,
		DeadlockInOneStatement,
		SerializationOnUpdate,
		SerializationOnDelete,
		SerializationBySsi,
		SerializationThenAgain,
		Nowait,
		NowaitInTransaction,
		SkipLocked,
		LockTimeout,
		AdvisoryLockTimeout,
		FailedByConstraint,
		FailedBySerialization,
		FailedThenNew,
		SavepointRecovers,
		SavepointMissing,
		SavepointReleased,
		SavepointOutside,
		WriteInReadOnly,
		WriteInReadOnlySession,
		ReadWriteTooLate,
		IsolationTooLate,
		VacuumInside,
		BeginTwice,
		CommitInsideBlock,
		BlockCommitsThenFails,
		ErrorHandledInside,
		DeferredCheckedEarly,
		CursorMissing,
		CursorGoneAfterCommit,
		CursorOutside,
		CursorTwice,
		CursorNotOnARow,
		TwoPhaseMissing,
		TwoPhaseInside,
		TwoPhaseRefused,
		TwoPhaseDisabled,
	}
}
