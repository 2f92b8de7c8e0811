package pgdiag

import "slices"

// uncoded are the conditions that are not the name of a SQLSTATE.
var uncoded = []Condition{
	ConnectionRefused, HostNotFound, HostUnreachable, ConnectTimeout, TLSFailure, ConnectionReset, ConnectionClosedByPeer,
	ConnectionSilent, ProtocolGarbage, CallerDeadline, CallerCancel, ConnectionBusy, ConnectionClosedByOwner,
	TransactionClosed, PoolClosed, PoolExhausted, EncodeFailure, CopySourceFailure,
	AuthenticationRefused, DecodeFailure, NoRows, TooManyRows, CommitRolledBack, BadDSN,
	ServerMismatch, UnknownFailure, StatementTimeout, LockTimeout, StalePlan, RecoveryConflict,
}

// Conditions are all conditions that a Diagnosis can have, in order: the list is closed.
func Conditions() []Condition {
	all := slices.Clone(uncoded)
	for _, c := range conditionByCode {
		all = append(all, c)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
