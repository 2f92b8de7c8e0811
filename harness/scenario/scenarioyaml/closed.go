package scenarioyaml

import (
	"reflect"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// closed are the types that have a closed list of values, and the list.
var closed = map[reflect.Type][]string{
	reflect.TypeFor[pgdiag.Condition](): words(pgdiag.Conditions()...),
	reflect.TypeFor[pgdiag.Status]():    words(pgdiag.StatusConnecting, pgdiag.StatusOpen, pgdiag.StatusClosed, pgdiag.StatusFaulty),
	reflect.TypeFor[pgdiag.TxStatus](): words(
		pgdiag.TxIdle, pgdiag.TxActive, pgdiag.TxInTrans, pgdiag.TxInError, pgdiag.TxUnknown,
	),
	reflect.TypeFor[pgdiag.Origin](): words(
		pgdiag.OriginServer, pgdiag.OriginPooler, pgdiag.OriginNetwork, pgdiag.OriginClient, pgdiag.OriginCaller,
	),
	reflect.TypeFor[pgdiag.Scope](): words(
		pgdiag.ScopeStatement, pgdiag.ScopeTransaction, pgdiag.ScopeConnection, pgdiag.ScopeServer,
	),
	reflect.TypeFor[pgdiag.Outcome](): words(
		pgdiag.OutcomeNotSent, pgdiag.OutcomeRolledBack, pgdiag.OutcomeCommitted, pgdiag.OutcomeUnknown,
	),
	reflect.TypeFor[pgdiag.Retry](): words(
		pgdiag.RetryNo, pgdiag.RetryStatement, pgdiag.RetryTransaction, pgdiag.RetryReconnect, pgdiag.RetryWait, pgdiag.RetryVerifyFirst,
	),
	reflect.TypeFor[target.Resolution](): words(
		target.ResolvedCommitted, target.ResolvedAborted, target.ResolvedInProgress, target.ResolvedUnknowable,
	),
	reflect.TypeFor[wire.Direction]():    words(wire.Upstream, wire.Downstream),
	reflect.TypeFor[target.Op]():         words(scenario.Ops()...),
	reflect.TypeFor[target.Capability](): words(scenario.Capabilities()...),
}

func words[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
