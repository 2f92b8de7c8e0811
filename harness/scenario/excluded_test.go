package scenario_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

func TestATraitExcludesWhatNeedsAnother(t *testing.T) {
	of := func(given scenario.Given, steps ...scenario.Step) scenario.Scenario {
		return scenario.Scenario{Given: given, Steps: steps}
	}
	do := func(d scenario.Do) scenario.Step { return scenario.Step{Do: &d} }
	cancelOf := func(op target.Op) scenario.Scenario {
		return of(scenario.Given{}, do(scenario.Do{Op: op, Session: "a", Async: true}), do(scenario.Do{Op: target.OpCancel, Session: "a"}))
	}
	late := of(scenario.Given{}, do(scenario.Do{Op: target.OpQuery, SQL: "SELECT pg_sleep(0.7)", Timeout: 300 * time.Millisecond}))
	copying := of(scenario.Given{}, do(scenario.Do{Op: target.OpCopyIn, Session: "a"}))
	pooled := func(e scenario.Expect) scenario.Scenario {
		return of(scenario.Given{}, do(scenario.Do{Op: target.OpPoolOpen, Pool: "p"}), scenario.Step{Inject: fault.Silence{}}, do(scenario.Do{Op: target.OpPoolAcquire, Pool: "p", Expect: e}))
	}
	waiting := func(most int) scenario.Scenario {
		acquire := func(session string) scenario.Step {
			return do(scenario.Do{Op: target.OpPoolAcquire, Pool: "p", Session: session})
		}
		return of(scenario.Given{}, do(scenario.Do{Op: target.OpPoolOpen, Pool: "p", Max: most}), acquire("a"), acquire("b"))
	}
	longer := of(
		scenario.Given{}, do(scenario.Do{Op: target.OpQuery, Session: "a", Expect: scenario.Expect{AtLeast: time.Second}}),
		do(scenario.Do{Op: target.OpQuery, Session: "a", Timeout: 500 * time.Millisecond, Expect: scenario.Expect{Fails: true}}),
	)
	for _, tt := range []struct {
		name   string
		s      scenario.Scenario
		traits target.Traits
		want   string
	}{
		{"a parameter", of(scenario.Given{Params: map[string]string{"channel_binding": "require"}}), target.Traits{DSN: []string{"hosts"}}, "channel_binding"},
		{"a parameter that all understand", of(scenario.Given{Params: map[string]string{"password": "wrong"}}), target.Traits{DSN: []string{}}, ""},
		{"TLS", of(scenario.Given{Params: map[string]string{"sslmode": "require"}}), target.Traits{DSN: []string{"host"}}, "does not understand sslmode"},
		{"a wrong certificate", of(scenario.Given{Certificate: "expired"}), target.Traits{DSN: []string{"host"}}, "does not understand sslmode"},
		{"a wrong certificate, verified", of(scenario.Given{Certificate: "expired"}), target.Traits{DSN: []string{"sslmode"}}, ""},
		{"a right certificate", of(scenario.Given{Certificate: "trusted"}), target.Traits{DSN: []string{"host"}}, ""},
		{"two hosts", of(scenario.Given{Standby: "second"}), target.Traits{DSN: []string{"sslmode"}}, "one host only"},
		{"a cancel", cancelOf(target.OpQuery), target.Traits{Cancel: target.CancelNone}, "cancels nothing"},
		{"a cancel of a connect", cancelOf(target.OpConnect), target.Traits{Cancel: target.CancelRunning}, "no connect"},
		{"a cancel of a query", cancelOf(target.OpQuery), target.Traits{Cancel: target.CancelRunning}, ""},
		{"a copy", copying, target.Traits{Copy: target.CopyInTx}, "in a transaction only"},
		{"a copy that may be anywhere", copying, target.Traits{Copy: target.CopyAny}, ""},
		{"a deadline", late, target.Traits{DeadlineGranularityMS: 1000}, "would be one of 1s"},
		{"a deadline that is kept", late, target.Traits{}, ""},
		{"a delay", of(scenario.Given{}, scenario.Step{Inject: fault.Delay{For: time.Second}}, do(scenario.Do{Op: target.OpQuery, Timeout: 900 * time.Millisecond})), target.Traits{DeadlineGranularityMS: 1000}, "something comes between"},
		{"a caller", of(scenario.Given{}, do(scenario.Do{Op: target.OpCommit, GivenUp: "cancel"})), target.Traits{GivenUp: []target.Op{target.OpQuery}}, "its commit does not take"},
		{"a prepare", of(scenario.Given{}, do(scenario.Do{Op: target.OpPrepare, Expect: scenario.Expect{Fails: true}})), target.Traits{Prepare: target.PrepareLazy}, "its prepare is lazy"},
		{"a begin", of(scenario.Given{}, do(scenario.Do{Op: target.OpBegin, Expect: scenario.Expect{Fails: true}})), target.Traits{Begin: target.BeginLazy}, "its begin is lazy"},
		{"a begin that may succeed", of(scenario.Given{}, do(scenario.Do{Op: target.OpBegin, Expect: scenario.Expect{Fails: true, OrSucceeds: true}})), target.Traits{Begin: target.BeginLazy}, ""},
		{"who has to wait", waiting(1), target.Traits{Acquire: target.AcquireFails}, "fails at once"},
		{"who need not wait", waiting(2), target.Traits{Acquire: target.AcquireFails}, ""},
		{"who may wait", waiting(1), target.Traits{Acquire: target.AcquireWaits}, ""},
		{"a call that takes longer", longer, target.Traits{Deadline: target.DeadlineConnection}, "all calls of a connection have one"},
		{"a call that may take longer", longer, target.Traits{}, ""},
		{"a pool that connects when opened", pooled(scenario.Expect{Fails: true}), target.Traits{Pool: target.PoolEager}, "it is eager"},
		{"a pool that connects when asked", pooled(scenario.Expect{Fails: true}), target.Traits{Pool: target.PoolLazy}, ""},
		{"a pool that has to be found right", pooled(scenario.Expect{}), target.Traits{Pool: target.PoolEager}, ""},
	} {
		got := tt.s.Excluded(tt.traits)
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: want %q, got %q", tt.name, tt.want, got)
		}
	}
}
