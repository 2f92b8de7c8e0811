package layer_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// connector connects through the rig's endpoint.
func connector(t *testing.T, r *harness.TestRig) func(context.Context) (*pgx.Conn, error) {
	t.Helper()
	return func(ctx context.Context) (*pgx.Conn, error) {
		conn, err := pgx.ConnectConfig(ctx, config(t, r.DSN()))
		if err == nil {
			t.Cleanup(func() { closed(t, conn) }) //nolint:contextcheck // the clean-up outlives the call
		}
		return conn, err
	}
}

func TestInTx(t *testing.T) {
	commit := wire.Position{Message: "Query", SQL: "commit"}
	answer := wire.Position{Message: "CommandComplete", Tag: "COMMIT"}
	for _, c := range []struct {
		name    string
		fault   fault.Fault
		do      string
		maxRuns int
		want    pgdiag.TxReport
		ok      bool
		rows    string
	}{
		{"committed", nil, insert, 0, pgdiag.TxReport{Runs: 1, Outcome: pgdiag.OutcomeCommitted}, true, "1"},
		{"answer lost", fault.Reset{At: answer}, insert, 5, pgdiag.TxReport{Runs: 1, Outcome: pgdiag.OutcomeCommitted, Resolution: pgdiag.ResolvedCommitted}, true, "1"},
		{"COMMIT lost", fault.Reset{At: commit}, insert, 0, pgdiag.TxReport{Runs: 1, Outcome: pgdiag.OutcomeRolledBack, Resolution: pgdiag.ResolvedAborted}, false, "0"},
		{"COMMIT lost, and run again", fault.Reset{At: commit}, insert, 2, pgdiag.TxReport{Runs: 2, Outcome: pgdiag.OutcomeCommitted}, true, "1"},
		{"nothing written", fault.Reset{At: commit}, "SELECT 1", 0, pgdiag.TxReport{Runs: 1, Outcome: pgdiag.OutcomeRolledBack, Resolution: pgdiag.ResolvedAborted}, false, "0"},
		{"an error that would come again", nil, insert + ", ('a')", 5, pgdiag.TxReport{Runs: 1, Outcome: pgdiag.OutcomeRolledBack}, false, "0"},
		{"lost before COMMIT", fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}}, insert, 2, pgdiag.TxReport{Runs: 2, Outcome: pgdiag.OutcomeCommitted}, true, "1"},
		{"ended by the function", nil, "COMMIT", 5, pgdiag.TxReport{Runs: 1, Outcome: pgdiag.OutcomeUnknown}, false, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rig(t)
			if c.fault != nil {
				r.Inject(c.fault)
			}
			x := pgdiag.Tx{Connect: connector(t, r), MaxRuns: c.maxRuns}
			got, err := x.Run(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
				_, err := tx.Exec(ctx, c.do)
				return err
			})
			if c.ok != (err == nil) {
				t.Errorf("error: %v", err)
			}
			got.Token = pgdiag.Token{}
			if got != c.want {
				t.Errorf("report: %+v, want %+v", got, c.want)
			}
			if got := rows(t, r); got != c.rows {
				t.Errorf("the server holds %s rows, want %s", got, c.rows)
			}
		})
	}
}

func TestResolve(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	token := func(end string) pgdiag.Token {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		execSQL(t, conn, `CREATE TABLE u ()`)
		tok, err := pgdiag.TokenOf(t.Context(), tx)
		if err != nil {
			t.Fatal(err)
		}
		execSQL(t, conn, end)
		return tok
	}
	aborted, committed := token("ROLLBACK"), token("COMMIT")
	future, other, promoted := committed, committed, committed
	promoted.Timeline = "00000009"
	future.XID = "999999999"
	other.System = "1"
	for _, c := range []struct {
		name  string
		token pgdiag.Token
		want  pgdiag.Resolution
	}{
		{"committed", committed, pgdiag.ResolvedCommitted},
		{"aborted", aborted, pgdiag.ResolvedAborted},
		{"an id the server has forgotten", pgdiag.Token{XID: "3", System: committed.System, Timeline: committed.Timeline}, pgdiag.ResolvedTooOld},
		{"no id", pgdiag.Token{}, pgdiag.ResolvedNoID},
		{"an id of the future", future, pgdiag.ResolvedElsewhere},
		{"another cluster", other, pgdiag.ResolvedElsewhere},
		{"another timeline", promoted, pgdiag.ResolvedElsewhere},
	} {
		if got, err := pgdiag.Resolve(t.Context(), connector(t, r), c.token); got != c.want || err != nil {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
	}
	failure := errors.New("no")
	_, err := pgdiag.Resolve(t.Context(), func(context.Context) (*pgx.Conn, error) { return nil, failure }, committed)
	if !errors.Is(err, failure) {
		t.Errorf("resolve without a connection: %v", err)
	}
}

// TestResolveWaits asks for a transaction that is still open: the answer is not given before its end, or the caller's.
func TestResolveWaits(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	execSQL(t, conn, insert)
	token, err := pgdiag.TokenOf(t.Context(), tx)
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	defer cancel()
	// Two Binds ask once: with the fourth, the answer "in progress" has come and the question is asked again.
	again, err := r.Stage().Arm(wire.Trap{At: wire.Position{Message: "Bind", Occurrence: 4, Offset: wire.Whole}, Do: wire.Observe{}})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		if _, err := again.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		cancel()
	}()
	if got, err := pgdiag.Resolve(ended, connector(t, r), token); got != pgdiag.ResolvedInProgress || err != nil {
		t.Errorf("open transaction: %s, %v; want in_progress", got, err)
	}
	answer := make(chan pgdiag.Resolution)
	go func() {
		got, _ := pgdiag.Resolve(t.Context(), connector(t, r), token)
		answer <- got
	}()
	select {
	case got := <-answer:
		t.Errorf("answered %s while the transaction was open", got)
	default:
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := <-answer; got != pgdiag.ResolvedCommitted {
		t.Errorf("after COMMIT: %s", got)
	}
}
