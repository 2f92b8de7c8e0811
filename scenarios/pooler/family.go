// Package pooler holds the scenarios in which a pgbouncer stands between the client and the server, and one of the two
// behind the connection fails.
package pooler

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		PoolerDownMidQuery,
		PoolerDownInTransaction,
		PoolerDownWhileConnecting,
		PoolerRestart,
		QueueWaitTimeout,
		ClientLimit,
		WrongPassword,
		ErrorOfTheServer,
		ServerTerminatedInTransaction,
		ServerTerminatedWhileUnlinked,
		ServerCrashedMidQuery,
		ServerCrashedInTransaction,
		ServerCrashedDuringCommit,
		ServerKilledMidQuery,
		ServerShutDownMidQuery,
		ServerDownWhileConnecting,
		PreparedStatementGone,
		PreparedStatementTwice,
		SessionStateLost,
		SettingLost,
		IdleTransactionTimeout,
		QueryTimeout,
		TransactionInStatementMode,
		Paused,
		Disabled,
		Killed,
		ServerConnectionsRenewed,
		ServerDown,
		ServerBackTooSoon,
		VFieldAfterInsert,
		VFieldAtCommit,
		AdvisoryLockLeft,
		CancelLate,
		CancelHeld,
		StaysWithDemotedPrimary,
		Encrypted,
		EncryptedServerKilled,
	}
}
