// Package network holds the scenarios in which the way between client and server fails.
package network

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		LatencyUnderDeadline,
		LatencyOverDeadline,
		ResetWhileIdle,
		ResetInsideEncryption,
		ZeroWindow,
		ResetAfterSimpleInsert,
		CloseMidRow,
		SilenceMidResult,
		CloseWhileIdle,
		ResetWhileIdleInTransaction,
		ResetBeforeQueryArrives,
		ResetAfterExtendedInsert,
		CloseAfterExtendedInsert,
		CloseAfterSimpleInsert,
		HalfClosedAfterInsert,
		ResetMidRow,
		ResetInsideHeader,
		CloseInsideHeader,
		CloseInsideAnswer,
		ResetBeforeReady,
		CloseBeforeReady,
		CloseBeforeReadyExtended,
		SilenceWhileIdle,
		SilenceDownstreamOnly,
		SilenceUpstreamOnly,
		SilenceInTransaction,
		Jitter,
		FragmentsOfOneByte,
		FragmentsOfError,
		CorruptType,
		CorruptLength,
		CorruptBody,
		UnknownMessage,
		OversizeMessage,
		Garbage,
		MissingReady,
		DuplicatedReady,
		SlowClose,
		HealAndContinue,
		ProxyGoesDown,
		Bandwidth,
	}
}
