package wrap_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// What is one transaction is half done where some of it stands, also if a rerun completes it.
func TestATransactionThatIsHalfDone(t *testing.T) {
	t.Parallel()
	cfg := program("piecemeal")
	cfg.Point = "reset:before:INSERT-job-VALUES:2"
	class, r := worst(wrapped(t, cfg))
	if class != wrap.HalfDone || r.Outcome != verdict.Fail || !strings.Contains(r.Reason, "what is one transaction without a fault was half done, until it was run again") {
		t.Errorf("it is %q, %s: %s", class, r.Outcome, r.Reason)
	}
}

// A transaction that was prepared is left with its locks.
func TestAPreparedTransactionIsALeak(t *testing.T) {
	t.Parallel()
	cfg := program("abandoning")
	cfg.Point, cfg.Rerun = "reset:before:COMMIT-PREPARED-payment:1", 0
	if class, r := worst(wrapped(t, cfg)); class != wrap.Leaks || !strings.Contains(r.Reason, `the prepared transaction "payment" was left`) {
		t.Errorf("it is %q: %s", class, r.Reason)
	}
}

// The server crashes at the point, and is there again.
func TestARestart(t *testing.T) {
	t.Parallel()
	cfg := program("hasty")
	cfg.Point = "restart:reply:COMMIT:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.Ambiguous {
		t.Errorf("after the reply it is %q: %s", class, r.Reason)
	}
	cfg.Point = "restart:before:COMMIT:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.Good {
		t.Errorf("before it is %q: %s", class, r.Reason)
	}
}

// A program that makes databases has a server for itself, and what they hold is part of the state.
func TestAWholeServer(t *testing.T) {
	t.Parallel()
	for _, tls := range []bool{false, true} {
		t.Run(fmt.Sprintf("TLS %t", tls), func(t *testing.T) {
			t.Parallel()
			cfg := program("builder")
			cfg.Command.TLS = tls
			cfg.WholeServer, cfg.Rerun = true, 0
			cfg.Point = "reset:before:CREATE-TABLE-entry:1"
			w := learned(t, cfg)
			report, err := w.Run(t.Context(), wrap.Watch{})
			if err != nil || len(report.Results) != 1 {
				t.Fatalf("%+v: %v", report.Results, err)
			}
			r := report.Results[0]
			if r.Outcome != verdict.Pass || len(r.Program.Runs) != 1 || r.Program.Runs[0].State != string(wrap.Other) {
				t.Errorf("it is %s, %+v: %s", r.Outcome, r.Program, r.Reason)
			}
			var objects []string
			for _, d := range r.Program.Runs[0].Differs {
				objects = append(objects, d.Rows...)
			}
			if all := strings.Join(objects, "\n"); !strings.Contains(all, "- in ledger: table entry") || strings.Contains(all, "role clerk") || strings.Contains(all, "- database ledger") {
				t.Errorf("it differs by %s", all)
			}
		})
	}
}

// An invariant is asked while the program runs, and after it.
func TestInvariants(t *testing.T) {
	t.Parallel()
	cfg := program("overdrawn")
	cfg.Point = "latency:reply:SELECT-pg_sleep-0.1:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.Good {
		t.Errorf("without an invariant it is %q: %s", class, r.Reason)
	}
	cfg.Invariant = []string{"SELECT name, balance FROM account WHERE balance < 0"}
	if class, r := worst(wrapped(t, cfg)); class != wrap.HalfDone || !strings.Contains(r.Reason, "gives alice | -1") {
		t.Errorf("for a moment it is %q: %s", class, r.Reason)
	}
	cfg.Invariant = []string{"SELECT 'too little' FROM account WHERE balance = 1"}
	if class, r := worst(wrapped(t, cfg)); class != wrap.HalfDone || !strings.Contains(r.Reason, "gives too little") {
		t.Errorf("in the end it is %q: %s", class, r.Reason)
	}
}

// What counts may be less than all that there is.
func TestTheTruthThatCounts(t *testing.T) {
	t.Parallel()
	cfg := program("zealous")
	cfg.Point = "close:reply:COMMIT:1"
	cfg.Truth = []string{"SELECT count(*) > 0 FROM payment"}
	if class, r := worst(wrapped(t, cfg)); class != wrap.Silent && class != wrap.Good {
		t.Errorf("paid twice or not, what counts is that it was: %q, %s", class, r.Reason)
	}
	cfg.Truth = []string{"SELECT sum(amount) FROM payment"}
	if class, r := worst(wrapped(t, cfg)); r.Outcome != verdict.Fail {
		t.Errorf("what counts is how much: %q, %s", class, r.Reason)
	}
}

// A program that changes its folder gets a copy of it each time.
func TestACopyOfTheFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "work.sql")
	if err := os.WriteFile(file, []byte("INSERT INTO payment VALUES (1)"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := program("reader")
	cfg.Command.Copy, cfg.Point, cfg.Once = folder, "reset:before:INSERT-payment-VALUES:1", true
	if class, r := worst(wrapped(t, cfg)); class != wrap.Good {
		t.Errorf("it is %q: %s", class, r.Reason)
	}
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the folder itself was changed: %v", err)
	}
}

// Of a suite it is said which test met the fault, what became of it, and which others failed.
func TestATestSuite(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"suite":  "in shop.TestPay, the connection was reset before INSERT job VALUES came to the server: it failed",
		"shared": "in shop.TestPay, the connection was reset before INSERT job VALUES came to the server: it failed; shop.TestAsk failed too, which had not met it",
	} {
		cfg := program(name, "reset")
		w := learned(t, cfg)
		if first, second := w.Points()[0].Words(), w.Points()[1].Words(); w.Learnt().Tests != 2 || strings.Contains(first, "TestPay") == strings.Contains(second, "TestPay") {
			t.Errorf("%s: %d tests pass, and the first points are %q and %q", name, w.Learnt().Tests, first, second)
		}
		cfg.Point = "reset:before:INSERT-job-VALUES:1"
		report := wrapped(t, cfg)
		if r := report.Results[0]; r.Outcome != verdict.Pass || r.Reason != want {
			t.Errorf("%s is %s: %s", name, r.Outcome, r.Reason)
		}
	}
}

// The server crashes at the point, and its standby takes over by the same address: what was acknowledged is there.
func TestAFailover(t *testing.T) {
	t.Parallel()
	cfg := program("hasty")
	cfg.Point = "failover:reply:COMMIT:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.Ambiguous || !strings.Contains(r.Reason, "its standby took over") {
		t.Errorf("after the reply it is %q: %s", class, r.Reason)
	}
	cfg.Point = "failover:before:COMMIT:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.Good {
		t.Errorf("before it is %q: %s", class, r.Reason)
	}
}

// A sequence that has not come as far as the rows will give a number that was given; and what no row knows of is there too.
func TestWhatIsNoRow(t *testing.T) {
	t.Parallel()
	cfg := program("numbering")
	cfg.Setup = []wrap.Setup{{Name: "it", SQL: "CREATE TABLE ticket (id serial PRIMARY KEY)"}}
	cfg.Point = "reset:before:SELECT-setval-ticket_id_seq:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.WrongSuccess || !strings.Contains(r.Reason, "sequence ticket_id_seq") {
		t.Errorf("of a sequence that lags it is %q: %s", class, r.Reason)
	}
	cfg = program("picturing")
	cfg.Setup = []wrap.Setup{{Name: "it", SQL: "CREATE TABLE picture (name text PRIMARY KEY, at oid)"}}
	cfg.Point = "reset:before:INSERT-picture-name:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.DoneTwice || !strings.Contains(r.Reason, "large object") {
		t.Errorf("of a large object that is there twice it is %q: %s", class, r.Reason)
	}
}

// What is asked for is called by its name.
func TestATruthThatDiffers(t *testing.T) {
	t.Parallel()
	cfg := program("zealous")
	cfg.Truth = []string{"SELECT amount FROM payment"}
	cfg.Point = "reset:reply:COMMIT:1"
	if class, r := worst(wrapped(t, cfg)); class != wrap.WrongSuccess && class != wrap.DoneTwice || !strings.Contains(r.Reason, "the truth: of its rows 1 twice") {
		t.Errorf("it is %q: %s", class, r.Reason)
	}
}
