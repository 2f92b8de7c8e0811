package verdict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// expect is what the one step of the table's scenario expects: a failure, with every axis set.
var expect = scenario.Expect{
	Condition: []pgdiag.Condition{"query_canceled", "statement_timeout"}, SQLState: []string{"57014"},
	Class: []string{"QueryCanceledError"}, Origin: []pgdiag.Origin{pgdiag.OriginServer},
	Scope: []pgdiag.Scope{pgdiag.ScopeStatement}, Outcome: []pgdiag.Outcome{pgdiag.OutcomeUnknown},
	Retry: []pgdiag.Retry{pgdiag.RetryVerifyFirst}, Status: []pgdiag.Status{pgdiag.StatusOpen},
	Tx: []pgdiag.TxStatus{pgdiag.TxIdle},
}

// passingCase is a case in which everything is as it must be. Each test changes one thing.
func passingCase() verdict.Case {
	do := &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT 1", Timeout: time.Second, Expect: expect}
	ask := target.Request{Op: target.OpQuery, Session: "r"}
	return verdict.Case{
		Scenario: scenario.Scenario{ID: "a/b", Steps: []scenario.Step{
			{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
			{Do: do},
			{Do: &scenario.Do{Op: target.OpQuery, Session: "a", Expect: scenario.Expect{Rows: [][]string{{"1", scenario.Null}}}}},
		}},
		Target: target.Hello{Name: "t", ClassConvention: "psycopg2", Capabilities: []target.Capability{
			target.CapTx, target.CapStatus, target.CapClass,
		}, Reports: []target.Report{
			target.ReportStatus, target.ReportTx, target.ReportFaulty, target.ReportSQLState, target.ReportClass, target.ReportCondition,
			target.ReportOrigin, target.ReportScope, target.ReportOutcome, target.ReportRetry, target.ReportFirst,
		}},
		Observed: []verdict.Observed{
			{Step: 1, Request: target.Request{Op: target.OpConnect, Session: "a"}, Answer: target.Answer{OK: target.Bool(true)}},
			{Step: 2, Request: target.Request{Op: target.OpQuery, Session: "a", TimeoutMS: 1000}, DurationMS: 10, Answer: target.Answer{
				OK: target.Bool(false), Status: pgdiag.StatusOpen, Tx: pgdiag.TxIdle,
				Error: &target.Error{
					Condition: "query_canceled", SQLState: "57014", Class: "QueryCanceledError", Origin: pgdiag.OriginServer,
					Scope: pgdiag.ScopeStatement, Outcome: pgdiag.OutcomeUnknown, Retry: pgdiag.RetryVerifyFirst,
				},
			}},
			{Step: 3, Request: target.Request{Op: target.OpQuery, Session: "a"}, Answer: target.Answer{
				OK: target.Bool(true), Rows: target.Rows{{target.Text("1"), nil}},
			}},
		},
		Faults: []verdict.Injected{{Step: 2, Name: "reset", At: "Query", Firings: []fault.Firing{{Fault: "reset"}}}},
		Probes: []verdict.Probe{{Session: "r", New: true, Nonce: "n", Did: []verdict.Observed{
			{Request: ask, Answer: target.Answer{OK: target.Bool(true), Rows: target.Rows{{target.Text("n")}}}},
		}}},
		Truth: []verdict.TruthAnswer{{Name: "rows", Want: [][]string{{"1"}}, Got: [][]string{{"1"}}}},
		Conns: 2,
	}
}

func TestJudge(t *testing.T) {
	claim := func(c *verdict.Case) *target.Error { return c.Observed[1].Answer.Error }
	tests := []struct {
		name   string
		change func(c *verdict.Case)
		want   verdict.Outcome
		text   string
	}{
		{"all right", func(*verdict.Case) {}, verdict.Pass, ""},
		{"second best", func(c *verdict.Case) { claim(c).Condition = "statement_timeout" }, verdict.Weak, `condition is "statement_timeout", better is query_canceled`},
		{"wrong condition", func(c *verdict.Case) { claim(c).Condition = "disk_full" }, verdict.Fail, `step 2: query on a: condition is "disk_full", expected query_canceled or statement_timeout`},
		{"wrong sqlstate", func(c *verdict.Case) { claim(c).SQLState = "57015" }, verdict.Fail, `sqlstate is "57015"`},
		{"wrong origin", func(c *verdict.Case) { claim(c).Origin = pgdiag.OriginCaller }, verdict.Fail, `origin is "caller"`},
		{"wrong scope", func(c *verdict.Case) { claim(c).Scope = pgdiag.ScopeServer }, verdict.Fail, `scope is "server"`},
		{"wrong retry", func(c *verdict.Case) { claim(c).Retry = pgdiag.RetryStatement }, verdict.Fail, `retry is "statement"`},
		{"guessed", func(c *verdict.Case) { claim(c).Outcome = pgdiag.OutcomeRolledBack }, verdict.Fail, `outcome is "rolled_back", expected unknown`},
		{"wrong status", func(c *verdict.Case) { c.Observed[1].Answer.Status = pgdiag.StatusFaulty }, verdict.Fail, `status is "faulty"`},
		{"wrong tx", func(c *verdict.Case) { c.Observed[1].Answer.Tx = pgdiag.TxInError }, verdict.Fail, `tx is "inerror"`},
		{"status undeclared", func(c *verdict.Case) {
			c.Target.Capabilities = nil
			c.Observed[1].Answer.Status, c.Observed[1].Answer.Tx, claim(c).Class = "", "", ""
		}, verdict.Pass, ""},
		{"not reported", func(c *verdict.Case) { claim(c).Condition, claim(c).Outcome = "", "" }, verdict.Weak, "not reported: condition, outcome"},
		{"nothing reported", func(c *verdict.Case) { c.Observed[1].Answer.Error = nil }, verdict.Weak, "not reported: condition, sqlstate, class"},
		{"phantom success", func(c *verdict.Case) { c.Observed[1].Answer = target.Answer{OK: target.Bool(true)} }, verdict.Fail, "reported success, expected a failure (query_canceled)"},
		{"needless failure", func(c *verdict.Case) {
			c.Observed[2].Answer = target.Answer{OK: target.Bool(false), Error: &target.Error{Message: "no"}}
		}, verdict.Fail, `step 3: query on a: failed, expected success: "no"`},
		{"wrong rows", func(c *verdict.Case) { c.Observed[2].Answer.Rows = nil }, verdict.Fail, "rows are no rows"},
		{"late", func(c *verdict.Case) { c.Observed[1].DurationMS = 2001 }, verdict.Fail, "took 2.001s, expected at most 2s"},
		{"early", func(c *verdict.Case) { c.Scenario.Steps[1].Do.Expect.AtLeast = time.Second }, verdict.Fail, "expected at least 1s"},
		{"too early for the fault", func(c *verdict.Case) {
			c.Scenario.Steps[1].Do.Expect.AtLeast, c.Faults[0].Firings = time.Second, nil
		}, verdict.Fail, "expected at least 1s"},
		{"late, and the fault did not fire", func(c *verdict.Case) {
			c.Observed[1].DurationMS, c.Faults[0].Firings = 2001, nil
		}, verdict.Fail, "took 2.001s, expected at most 2s"},
		{"hang", func(c *verdict.Case) { fail(c, verdict.Hang) }, verdict.Fail, "step 3: query on a: no answer"},
		{"crash", func(c *verdict.Case) { fail(c, verdict.Crash) }, verdict.Fail, "no answer"},
		{"breach", func(c *verdict.Case) { fail(c, verdict.Breach) }, verdict.HarnessError, "no answer"},
		{"unsupported", func(c *verdict.Case) {
			c.Observed[2].Answer = target.Answer{Unsupported: true, Why: "old"}
			c.Faults[0].Firings, c.Truth[0].Got = nil, nil
			claim(c).Condition = "statement_timeout"
		}, verdict.Fail, "unsupported: old; every target must do that"},
		{"declared and unsupported", func(c *verdict.Case) {
			c.Observed[2].Request.Op = target.OpCommit
			c.Observed[2].Answer = target.Answer{Unsupported: true, Why: "old"}
		}, verdict.Fail, `commit on a: unsupported: old; the target declared "tx"`},
		{"neither declared nor supported", func(c *verdict.Case) {
			c.Observed[2].Request.Op = target.OpCopyIn
			c.Observed[2].Answer = target.Answer{Unsupported: true, Why: "old"}
			c.Faults[0].Firings, c.Truth[0].Got = nil, nil
			claim(c).Condition = "statement_timeout"
		}, verdict.Unsupported, "copy_in on a: unsupported: old"},
		{"past the wire", func(c *verdict.Case) { c.Observed[2].Unseen = true }, verdict.Fail, "step 3: query on a: reported success, and no whole statement of it crossed the wire"},
		{"past the wire, and the fault did not fire", func(c *verdict.Case) {
			c.Observed[2].Unseen, c.Faults[0].Firings = true, nil
		}, verdict.Fail, "no whole statement of it crossed the wire"},
		{"without its arguments", func(c *verdict.Case) {
			c.Observed[1].Unbound, c.Faults[0].Firings = "42P02", nil
		}, verdict.Fail, "without its arguments (42P02)"},
		{"without its arguments, as expected", func(c *verdict.Case) {
			c.Observed[1].Unbound = "57014"
		}, verdict.Pass, ""},
		{"phantom connection", func(c *verdict.Case) { c.Conns = 0 }, verdict.Fail, "step 1: connect on a: reported a connection that never reached the server: 1 were reported, the wire saw 0"},
		{"truth", func(c *verdict.Case) { c.Truth[0].Got = [][]string{{"2"}} }, verdict.Fail, `the server holds "2", expected "1"`},
		{"not fired", func(c *verdict.Case) { c.Faults[0].Firings = nil }, verdict.HarnessError, "step 2: fault reset never fired (Query)"},
		{"kept from firing", func(c *verdict.Case) { c.Faults[0].Firings, c.Conns = nil, 0 }, verdict.Fail, "the wire saw 0"},
		{"trouble", func(c *verdict.Case) { c.Troubles = []verdict.Trouble{{Text: "the rig broke"}} }, verdict.HarnessError, "the rig broke"},
		{"caused trouble", func(c *verdict.Case) {
			fail(c, verdict.Hang)
			c.Troubles = []verdict.Trouble{{Text: "until", Consequence: true}}
		}, verdict.Fail, "no answer"},
		{"not recovered", func(c *verdict.Case) { c.Probes[0].Did[0].Answer = target.Answer{OK: target.Bool(false)} }, verdict.Fail, "the next connection: query failed after all faults were healed"},
		{"endpoint down", func(c *verdict.Case) {
			c.Probes[0].Did[0].Answer = target.Answer{OK: target.Bool(false)}
			c.Probes[0].EndpointDown = "connection refused"
		}, verdict.HarnessError, "the endpoint does not answer"},
		{"not open", func(c *verdict.Case) {
			c.Probes[0].New, c.Probes[0].Session, c.Observed[2].Answer.Status = false, "a", pgdiag.StatusOpen
			c.Probes[0].Did[0].Answer = target.Answer{OK: target.Bool(false)}
		}, verdict.Fail, "session a, claimed open: query failed"},
		{"stale answer", func(c *verdict.Case) { c.Probes[0].Nonce = "other" }, verdict.Fail, `a question was answered with "n", not with its own answer`},
		{"leak", func(c *verdict.Case) { c.Leaks = []verdict.Leak{{PID: "7", State: "idle", Query: "SELECT 1"}} }, verdict.Fail, "a connection outlived its session"},
		{"leak to a pooler", func(c *verdict.Case) { c.Leaks = []verdict.Leak{{}} }, verdict.Fail, "a connection to the pooler outlived its session"},
		{"left running", func(c *verdict.Case) { c.Leaks = []verdict.Leak{{PID: "7", State: "active", Query: "SELECT 1"}} }, verdict.Weak, "a statement still ran"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := passingCase()
			tt.change(&c)
			r := verdict.Judge(c)
			if r.Outcome != tt.want || !strings.Contains(r.Reason, tt.text) {
				t.Fatalf("want %s with %q, got %s: %s\n%+v", tt.want, tt.text, r.Outcome, r.Reason, r.Findings)
			}
			if strings.Contains(r.Reason, "\n") {
				t.Fatalf("the reason is more than one line: %q", r.Reason)
			}
		})
	}
}

func fail(c *verdict.Case, kind verdict.FailureKind) {
	c.Observed[2].Answer = target.Answer{}
	c.Observed[2].Failure, c.Observed[2].FailureKind = "no answer", kind
}

func TestClassFollowsTheConventionOfTheTarget(t *testing.T) {
	tests := []struct {
		convention, claimed, expected, sqlstate string
		want                                    verdict.Outcome
	}{
		{"psycopg2", "QueryCanceledError", "QueryCanceledError", "57014", verdict.Pass},
		{"psycopg2", "OperationalError", "QueryCanceledError", "57014", verdict.Weak},
		{"psycopg2", "OperationalError", "TransactionRollbackError", "40P01", verdict.Weak},
		{"psycopg2", "DatabaseError", "QueryCanceledError", "57014", verdict.Fail},
		{"psycopg2", "InternalError", "InternalError", "P0001", verdict.Pass},
		{"psycopg3", "OperationalError", "QueryCanceledError", "57014", verdict.Pass},
		{"psycopg3", "OperationalError", "TransactionRollbackError", "40P01", verdict.Pass},
		{"psycopg3", "ProgrammingError", "InternalError", "P0001", verdict.Pass},
		{"psycopg3", "InternalError", "InternalError", "P0001", verdict.Fail},
		{"psycopg3", "OperationalError", "InternalError", "2F003", verdict.Pass},
		{"psycopg3", "ProgrammingError", "OperationalError", "26000", verdict.Pass},
		{"psycopg3", "InternalError", "InternalError", "25P02", verdict.Pass},
		{"", "Nonsense", "QueryCanceledError", "57014", verdict.Pass},
	}
	for _, tt := range tests {
		t.Run(tt.convention+" "+tt.claimed+" "+tt.sqlstate, func(t *testing.T) {
			c := passingCase()
			c.Target.ClassConvention = tt.convention
			e := &c.Scenario.Steps[1].Do.Expect
			e.Class, e.SQLState = []string{tt.expected}, []string{tt.sqlstate}
			claim := c.Observed[1].Answer.Error
			claim.Class, claim.SQLState = tt.claimed, tt.sqlstate
			if r := verdict.Judge(c); r.Outcome != tt.want {
				t.Fatalf("want %s, got %s: %s", tt.want, r.Outcome, r.Reason)
			}
		})
	}
}

// What did not come about is told from what broke, for those who know that the target is wrong.
func TestPrevented(t *testing.T) {
	unfired := verdict.Injected{Step: 2, Name: "reset"}
	for name, c := range map[string]struct {
		faults   []verdict.Injected
		troubles []verdict.Trouble
		want     bool
	}{
		"all is well":                  {},
		"a fault did not fire":         {faults: []verdict.Injected{unfired}, want: true},
		"a wait was in vain":           {troubles: []verdict.Trouble{{Text: "until", Consequence: true}}, want: true},
		"the rig broke":                {troubles: []verdict.Trouble{{Text: "rig"}}},
		"it broke, and nothing fired":  {faults: []verdict.Injected{unfired}, troubles: []verdict.Trouble{{Text: "rig"}}},
		"both did not come about here": {faults: []verdict.Injected{unfired}, troubles: []verdict.Trouble{{Text: "until", Consequence: true}}, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			changed := passingCase()
			changed.Faults, changed.Troubles = append(changed.Faults, c.faults...), c.troubles
			r := verdict.Judge(changed)
			if r.Prevented() != c.want {
				t.Errorf("%s, %+v: prevented is %v", r.Outcome, r.Findings, r.Prevented())
			}
		})
	}
}
