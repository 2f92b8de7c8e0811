package layer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestFirstErrorOfATransactionIsKept asks after the error that 25P02 hides.
func TestFirstErrorOfATransactionIsKept(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	execSQL(t, conn, "BEGIN")
	if _, err := conn.Exec(t.Context(), "SELECT 1/0"); pgdiag.Diagnose(err).First != nil {
		t.Error("the first error has a first error")
	}
	_, err := conn.Exec(t.Context(), "SELECT 1")
	d := pgdiag.Diagnose(err)
	if d.Condition != "in_failed_sql_transaction" || d.First == nil || d.First.Code != "22012" {
		t.Errorf("the second error: %s, first %v", d.Condition, d.First)
	}
	if !strings.Contains(d.Explain(), "division_by_zero") {
		t.Errorf("the explanation does not name the first error: %s", d.Explain())
	}
	execSQL(t, conn, "ROLLBACK")
	if _, err := conn.Exec(t.Context(), "SELECT * FROM missing"); pgdiag.Diagnose(err).First != nil {
		t.Error("the first error has outlived its transaction")
	}
}

// TestEveryAttemptIsKept connects to two hosts, of which the first refuses and the second does not know the database.
func TestEveryAttemptIsKept(t *testing.T) {
	r, down := rig(t), rig(t)
	down.Inject(fault.Refuse{})
	good, refusing := config(t, r.DSN()), config(t, down.DSN())
	cfg := config(t, strings.Replace(r.DSN(), "@", "@"+host(refusing)+",", 1))
	cfg.Database = "nosuch"
	_, err := pgx.ConnectConfig(t.Context(), cfg)
	d := pgdiag.Diagnose(err)
	if d.Condition != "invalid_catalog_name" || d.Outcome != pgdiag.OutcomeNotSent || d.Status != pgdiag.StatusFaulty {
		t.Errorf("diagnosis: %+v", d)
	}
	if len(d.Attempts) != 2 || d.Attempts[0].Address != host(refusing) || d.Attempts[1].Address != host(good) {
		t.Fatalf("attempts: %+v", d.Attempts)
	}
	if a := d.Attempts[0]; a.Phase != pgdiag.PhaseDial || pgdiag.Diagnose(a.Err).Condition != pgdiag.ConnectionRefused {
		t.Errorf("first attempt: %+v", a)
	}
	if a := d.Attempts[1]; a.Phase != pgdiag.PhaseStartup || pgdiag.Diagnose(a.Err).Condition != "invalid_catalog_name" {
		t.Errorf("second attempt: %+v", a)
	}
}

// TestUsedAgainAfterItWasLost keeps the first cause for all later calls, of which nothing is sent.
func TestUsedAgainAfterItWasLost(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	r.Inject(reset("CommandComplete"))
	if _, err := conn.Exec(t.Context(), insert); err == nil {
		t.Fatal("the lost answer came")
	}
	for _, wrap := range []func(error) error{
		func(err error) error { return err },
		func(err error) error { return fmt.Errorf("save: %w", err) },
		func(err error) error { return errors.Join(errors.New("other"), fmt.Errorf("save: %w", err)) },
	} {
		_, err := conn.Exec(t.Context(), insert)
		err = wrap(err)
		want{pgdiag.ConnectionReset, pgdiag.OutcomeNotSent, "nothing_sent", pgdiag.RetryReconnect, pgdiag.StatusFaulty, pgdiag.TxUnknown}.
			check(t, pgdiag.Diagnose(err))
	}
}
