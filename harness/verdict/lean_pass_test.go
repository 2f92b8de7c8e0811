package verdict_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// passed is a case of which nothing is wrong: a connect, and two probes that gave their own answers.
func passed() verdict.Case {
	ok, nonce := true, "nonce-1"
	call := func(id int64, op target.Op, session string, step int, exchanges ...verdict.Exchange) verdict.Observed {
		return verdict.Observed{
			Step: step, Request: target.Request{ID: id, Op: op, Session: session, TimeoutMS: 2000}, DurationMS: 1.2345,
			Answer: target.Answer{OK: &ok, Status: pgdiag.StatusOpen, Tx: pgdiag.TxIdle}, Wire: &verdict.Wire{Exchanges: exchanges},
		}
	}
	login := verdict.Exchange{Conn: 1, Sent: "StartupMessage SASLInitialResponse SASLResponse", Bytes: 210, Tx: "I"}
	again := login
	again.Conn = 2
	question := func(id int64, session string, conn int) verdict.Observed {
		o := call(id, target.OpQuery, session, 0, verdict.Exchange{Conn: conn, Sent: "Parse Describe Sync", Bytes: 90, Tx: "I"},
			verdict.Exchange{Conn: conn, Sent: "Bind Execute Sync", Bytes: 90, Rows: 1, Tags: []string{"SELECT 1"}, Tx: "I"})
		o.Request.SQL, o.Answer.Rows = "SELECT '"+nonce+"'", target.Rows{{&nonce}}
		return o
	}
	return verdict.Case{
		Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "t", Reports: []target.Report{}}, Conns: 2,
		Expected: []verdict.Expected{{Step: 1}}, Observed: []verdict.Observed{call(1, target.OpConnect, "a", 1, login)},
		Probes: []verdict.Probe{
			{Session: "a", Nonce: nonce, Did: []verdict.Observed{question(2, "a", 1)}},
			{Session: "recovery", New: true, Nonce: nonce, Did: []verdict.Observed{call(3, target.OpConnect, "recovery", 0, again), question(4, "recovery", 2)}},
		},
	}
}

func TestAPassIsKeptInShort(t *testing.T) {
	r := verdict.Judge(passed())
	if r.Outcome != verdict.Pass || len(r.Findings) > 0 {
		t.Fatalf("it is %s: %+v", r.Outcome, r.Findings)
	}
	lean := r.Lean()
	line, err := json.Marshal(lean)
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"nonce-1", "SASL", "Parse", "1.2345"} {
		if strings.Contains(string(line), gone) {
			t.Errorf("%s is kept: %s", gone, line)
		}
	}
	if n := len(r.Probes[1].Did); n != 2 {
		t.Errorf("the result itself has lost %d of its probe's calls", 2-n)
	}
	if again := verdict.Again(lean, r.Case.Target); again.Outcome != verdict.Pass {
		t.Errorf("judged again it is %s: %s", again.Outcome, again.Reason)
	}
}

// What a probe showed beside its answer stays: how often it was tried, what was sent again, that another connection gave it.
func TestWhatIsOutOfOrderInAPassIsKept(t *testing.T) {
	for name, spoil := range map[string]func(*verdict.Probe){
		"a try more":         func(p *verdict.Probe) { p.Tries = 2 },
		"an error":           func(p *verdict.Probe) { p.Did[1].Wire.Exchanges[0].Codes = []string{"26000"} },
		"another connection": func(p *verdict.Probe) { p.Did[1].Wire.Exchanges[0].Conn = 3 },
		"lost before":        func(p *verdict.Probe) { p.Did[1].Wire.Lost = true },
	} {
		c := passed()
		spoil(&c.Probes[1])
		r := verdict.Result{Outcome: verdict.Pass, Case: c}.Lean()
		if len(r.Probes[1].Did) != 2 || r.Probes[1].Did[0].Wire == nil {
			t.Errorf("%s: the probe is kept as %+v", name, r.Probes[1])
		}
		if len(r.Probes[0].Did[0].Wire.Exchanges) != 1 {
			t.Errorf("%s: the other probe is kept whole", name)
		}
	}
}
