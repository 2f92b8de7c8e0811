// Package pool holds the scenarios in which a pool hands out what it has, or has not.
package pool

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		Closed,
		Exhausted,
		ExhaustedThenReturned,
		DeadlineBeforeAcquire,
		CancelBeforeAcquire,
		CancelWhileAcquiring,
		ServerRefuses,
		ServerSilent,
		LimitWhileConnecting,
		OneDead,
		ReturnedBroken,
		AllDead,
		ServerRestarted,
		PrimaryDemoted,
		TransactionLeftOpen,
		FailedTransactionLeftOpen,
		LateAnswer,
		SilentConnectionReturned,
		ReconnectStorm,
		LifetimeOver,
		CheckMeetsSilence,
		Failover,
		PasswordRotated,
		LateCancel,
		WaiterWhenConnectionEnds,
		UnreadResultReturned,
		LateAnswerOfPrepared,
		SlotAfterCancelledTransaction,
		NeverMoreThanItsSize,
		PlaceWhileCancelHangs,
		BeginGivenUp,
	}
}
