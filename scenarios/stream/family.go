// Package stream holds the scenarios of COPY, batches, notifications and large objects.
package stream

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		CopyIn,
		CopyInCut,
		CopyInAnswerLost,
		CopyInAnswerLate,
		CopyInCutInTransaction,
		CopyInFailedByClient,
		CopyInBadValue,
		CopyInMissingColumn,
		CopyInExtraColumn,
		CopyInUnique,
		CopyInNotNull,
		CopyInMissingColumnName,
		CopyInMissingTable,
		CopyInRefused,
		CopyInFailsTransaction,
		CopyOutCut,
		CopyOutClosedBeforeEnd,
		CopyOutSilent,
		CopyOutFailsMidway,
		CopyOutMissingTable,
		CopyOutTerminated,
		Batch,
		BatchFailsInTheMiddle,
		BatchLastFails,
		BatchDoesNotPrepare,
		BatchInTransaction,
		BatchWithCommit,
		BatchAnswerLost,
		PipelineAborted,
		StatementsFailInTheMiddle,
		StatementsWithCommit,
		Notification,
		NotificationDuringQuery,
		NotificationWaitDeadline,
		NotificationLostInReconnect,
		NotificationListenerTerminated,
		NotificationTooLong,
		LargeObjectMissing,
		LargeObjectClosed,
		LargeObjectRefused,
		CopyOutRefused,
		CopyOutCanceled,
		CopyInCanceled,
		CopyInTerminated,
	}
}
