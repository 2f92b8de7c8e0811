package verdict_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// causes are those of what the judge finds in a case.
func causes(c verdict.Case) map[string]verdict.Outcome {
	out := map[string]verdict.Outcome{}
	for _, f := range verdict.Judge(c).Findings {
		out[f.Cause] = f.Outcome
	}
	return out
}

// insert is a call that sent its statement so often, each time answered with that code, and took so long.
func insert(times int, code string, tookMS float64) verdict.Case {
	w := &verdict.Wire{}
	for i := range times {
		e := verdict.Exchange{Conn: 1, Sent: "Query", SQL: "INSERT INTO ledger VALUES (1)", Bytes: 40, Tx: "I", Codes: []string{code}}
		if i > 0 {
			e.Same = 1
		}
		w.Exchanges = append(w.Exchanges, e)
	}
	return verdict.Case{Observed: []verdict.Observed{{
		Step: 1, Request: target.Request{ID: 1, Op: target.OpQuery, Session: "a", SQL: "INSERT INTO ledger VALUES (1)"},
		Answer: target.Answer{OK: target.Bool(false), Error: &target.Error{SQLState: code}}, DurationMS: tookMS, Wire: w,
	}}, Scenario: scenario.Scenario{Steps: []scenario.Step{{Do: &scenario.Do{Op: target.OpQuery, Session: "a", Expect: scenario.Expect{Fails: true}}}}}}
}

// paused is a case whose attempt of that number, from 1, came so long after the one before.
func paused(c verdict.Case, attempt int, ms float64) verdict.Case {
	c.Observed[0].Wire.Exchanges[attempt-1].PauseMS = ms
	return c
}

func TestAttemptsWithinACall(t *testing.T) {
	for _, c := range []struct {
		name string
		c    verdict.Case
		want string
		is   verdict.Outcome
	}{
		{"what was refused for good is sent again", insert(2, "23505", 10), "attempts/query/server-error/definite", verdict.Fail},
		{"a stale plan is mended by another preparation", insert(2, "0A000", 10), "", ""},
		{"what may help is tried a few times", insert(4, "40001", 10), "", ""},
		{"what may help is tried without a pause", insert(8, "40001", 10), "attempts/query/server-error/storm", verdict.Fail},
		{"what may help is tried with a pause once", paused(insert(8, "40001", 10), 5, 50), "", ""},
		{"what may help is tried with a pause that is none", paused(insert(8, "40001", 1000), 5, 1), "attempts/query/server-error/storm", verdict.Fail},
		{"what may help is tried again and again", insert(20, "40001", 2000), "attempts/query/server-error/many", verdict.Weak},
	} {
		got := causes(c.c)
		if c.want == "" {
			for cause := range got {
				if len(cause) > 8 && cause[:8] == "attempts" {
					t.Errorf("%s: %s", c.name, cause)
				}
			}
			continue
		}
		if got[c.want] != c.is {
			t.Errorf("%s: want %s of %s, got %v", c.name, c.is, c.want, got)
		}
	}
}

func TestBoundsAndWhatIsHeld(t *testing.T) {
	c := insert(1, "23505", 1)
	c.Bounds, c.Used = scenario.Bounds{Connections: 2, Connects: 3}, scenario.Bounds{Connections: 3, Connects: 3}
	c.Held = []verdict.Held{{State: "active", Query: "SELECT 1", Locks: []string{"AccessShare"}}}
	got := causes(c)
	if got["bounds/connections"] != verdict.Fail || got["held/active"] != verdict.Fail {
		t.Errorf("got %v", got)
	}
	if _, is := got["bounds/connects"]; is {
		t.Error("a bound that is met is no finding")
	}
}
