package pgdiag

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Tx runs a function in a transaction and finds out what became of it. The zero value of each field but Connect is the
// default.
type Tx struct {
	// Connect gives a connection of the caller's own; Tx closes it. It is called again for each run and to resolve.
	Connect func(context.Context) (*pgx.Conn, error)
	// Options are those of BEGIN.
	Options pgx.TxOptions
	// MaxRuns is how often the function may run at the most; 0 means once. It runs again only when the run before is
	// proven not to be committed, and the diagnosis says that another run may help.
	MaxRuns int
	// Wait is called before each further run, for the caller's library of backoff; its error ends the attempts.
	Wait func(ctx context.Context, runs int, d *Diagnosis) error
}

// TxReport is what became of a Tx.
type TxReport struct {
	// Runs is how often the function ran.
	Runs int
	// Outcome is what is known of the last run's writes. It is never a guess: OutcomeUnknown where nobody could be asked.
	Outcome Outcome
	// Resolution is what the server answered where COMMIT was not answered; empty where it was.
	Resolution Resolution
	// Token names the last run's transaction.
	Token Token
}

// InTx runs fn once in a transaction on a connection made by connect, commits, and asks the server where the answer to
// COMMIT was lost. The error is nil only where the transaction is committed.
func InTx(ctx context.Context, connect func(context.Context) (*pgx.Conn, error), fn func(context.Context, pgx.Tx) error) (TxReport, error) {
	return Tx{Connect: connect}.Run(ctx, fn)
}

// Run is InTx with options.
func (x Tx) Run(ctx context.Context, fn func(context.Context, pgx.Tx) error) (TxReport, error) {
	var rep TxReport
	for {
		err := x.once(ctx, fn, &rep)
		if err == nil || rep.Outcome == OutcomeCommitted {
			return rep, nil
		}
		d := Diagnose(err)
		if rep.Outcome == OutcomeUnknown || rep.Runs >= max(x.MaxRuns, 1) || ctx.Err() != nil || !again(d) {
			return rep, err
		}
		if x.Wait != nil {
			if err := x.Wait(ctx, rep.Runs, d); err != nil {
				return rep, fmt.Errorf("wait before run %d: %w", rep.Runs+1, err)
			}
		}
	}
}

// again tells whether another run may help, once it is known that nothing is committed.
func again(d *Diagnosis) bool { return d.Retry != RetryNo }

// once connects, runs fn and commits.
func (x Tx) once(ctx context.Context, fn func(context.Context, pgx.Tx) error, rep *TxReport) error {
	rep.Outcome, rep.Resolution, rep.Token = OutcomeNotSent, "", Token{}
	conn, err := x.Connect(ctx)
	if err != nil {
		return diagnosed(err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the transaction's end was decided before
	tx, err := conn.BeginTx(ctx, x.Options)
	if err != nil {
		return DiagnoseConn(conn, err)
	}
	rep.Runs++
	err = fn(ctx, tx)
	if TxStatusOf(conn) == TxIdle { // it sent COMMIT or ROLLBACK itself, and only it knows which
		rep.Outcome = OutcomeUnknown
		return errors.Join(errEndedInside, err)
	}
	rep.Outcome = OutcomeRolledBack // as long as COMMIT is not sent: the connection ends here
	if err != nil {
		return err
	}
	if rep.Token, err = TokenOf(ctx, tx); err != nil {
		return DiagnoseConn(conn, err)
	}
	if err := tx.Commit(ctx); err != nil {
		return x.resolve(ctx, DiagnoseConn(conn, err), rep)
	}
	rep.Outcome = OutcomeCommitted
	return nil
}

// resolve asks the server where the diagnosis of COMMIT is unknown.
func (x Tx) resolve(ctx context.Context, d *Diagnosis, rep *TxReport) error {
	rep.Outcome = d.Outcome
	if d.Outcome != OutcomeUnknown {
		return d
	}
	r, err := Resolve(ctx, x.Connect, rep.Token)
	if err != nil {
		return fmt.Errorf("%w; and %w", d, err)
	}
	rep.Resolution, rep.Outcome = r, r.Outcome()
	return d
}
