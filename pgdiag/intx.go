package pgdiag

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ResolveTimeout bounds the question what became of a transaction, where Tx.ResolveWithin does not: the caller's time may
// be over when the answer to COMMIT is lost, and the question is asked all the same.
const ResolveTimeout = 5 * time.Second

// Tx runs a function in a transaction and finds out what became of it. The zero value of each field but Connect is the
// default.
type Tx struct {
	// Connect gives a connection of the caller's own, made with a config that a Tracker is attached to; Tx closes it. It is
	// called again for each run and to resolve. Without a Tracker nothing is known of what the function has done, and it
	// never runs again.
	Connect func(context.Context) (*pgx.Conn, error)
	// Options are those of BEGIN.
	Options pgx.TxOptions
	// MaxRuns is how often it is tried at the most, from the connection on; 0 means once. It is tried again only when the run
	// before is proven to have left nothing behind, and the diagnosis of an error of that very connection says that another
	// run may help.
	MaxRuns int
	// Wait is called before each further run, for the caller's library of backoff; its error ends the attempts.
	Wait func(ctx context.Context, runs int, d *Diagnosis) error
	// ResolveWithin bounds the question what became of a COMMIT whose answer was lost, also where the caller's context has
	// ended; 0 means ResolveTimeout.
	ResolveWithin time.Duration
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
	for tried := 1; ; tried++ {
		d, err := x.once(ctx, fn, &rep)
		if err == nil || rep.Outcome == OutcomeCommitted {
			return rep, nil
		}
		if rep.Outcome == OutcomeUnknown || tried >= max(x.MaxRuns, 1) || ctx.Err() != nil || d == nil || !mayRetry(d.Retry) {
			return rep, err
		}
		if x.Wait != nil {
			if err := x.Wait(ctx, rep.Runs, d); err != nil {
				return rep, fmt.Errorf("wait before run %d: %w", rep.Runs+1, err)
			}
		}
	}
}

// once connects, runs fn and commits. The diagnosis is that of an error of the connection's own; nil for any other.
func (x Tx) once(ctx context.Context, fn func(context.Context, pgx.Tx) error, rep *TxReport) (*Diagnosis, error) {
	rep.Outcome, rep.Resolution, rep.Token = OutcomeNotSent, "", Token{}
	conn, err := connected(ctx, x.Connect)
	if err != nil {
		d := Diagnose(err)
		return d, d
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the transaction's end was decided before
	tx, err := conn.BeginTx(ctx, x.Options)
	if err != nil {
		d := DiagnoseConn(conn, err)
		return d, d
	}
	rep.Runs++
	b := bookOf(conn.PgConn())
	began := b.transactions()
	if err := fn(ctx, tx); err != nil || b.transactions() != began || TxStatusOf(conn) == TxIdle {
		return x.stopped(conn, b, began, err, rep)
	}
	rep.Outcome = OutcomeUnknown
	undone := b.undone()
	if undone {
		rep.Outcome = OutcomeRolledBack // as long as COMMIT is not sent: the connection ends here
	}
	token, foreign, err := tokenOf(ctx, tx, x.Options.AccessMode != pgx.ReadOnly)
	if err != nil {
		d := DiagnoseConn(conn, err)
		return d, d
	}
	rep.Token, undone = token, undone && !foreign
	if err := tx.Commit(ctx); err != nil {
		d, err := x.resolve(ctx, DiagnoseConn(conn, err), rep)
		if !undone && rep.Outcome != OutcomeCommitted {
			rep.Outcome = OutcomeUnknown // the transaction is rolled back, and what no rollback undoes is not
		}
		return d, err
	}
	if e := effectOf([]byte(cmp.Or(x.Options.CommitQuery, "commit")), true, false); e.anything() || !e.has(effectCommit) {
		rep.Outcome = OutcomeUnknown
		return nil, errNotCommitted
	}
	rep.Outcome = OutcomeCommitted
	return nil, nil
}

// stopped decides on a function that has returned an error, or has ended its transaction itself. Only a book that has seen
// every statement can tell that it has not: then the connection ends here, and the transaction with it.
func (x Tx) stopped(conn *pgx.Conn, b *book, began int, err error, rep *TxReport) (*Diagnosis, error) {
	if b.transactions() != began || TxStatusOf(conn) == TxIdle {
		rep.Outcome = OutcomeUnknown
		return nil, errors.Join(errEndedInside, err)
	}
	if !b.undone() {
		rep.Outcome = OutcomeUnknown
		return nil, err
	}
	rep.Outcome = OutcomeRolledBack
	if !b.failedWith(err) {
		return nil, err // the program's own, or another connection's: another run would not help, or is not ours to try
	}
	return DiagnoseConn(conn, err), err
}

// transactions counts the transactions that have ended on a connection; 0 without a book.
func (b *book) transactions() int {
	if b == nil {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ends
}

// undone tells whether nothing of the transaction that is open stays once the connection is closed: all that was sent in it
// was seen, it can't have ended, and no rollback leaves anything of it. Without a book nothing is known.
func (b *book) undone() bool {
	if b == nil {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	l := &b.ledger
	return b.socket != nil && !b.blind && !outcomes(l.now, l.waits(), l.readOnly).any(func(s state) bool { return s.has(stateDone) })
}

// failedWith tells whether an error is that of a call on this connection.
func (b *book) failedWith(err error) bool {
	for _, e := range branches(err) {
		if r := recent.find(e); r != nil {
			var f facts
			r.fill(&f)
			if f.book == b {
				return true
			}
		}
		b.mu.Lock()
		told := b.op.told
		b.mu.Unlock()
		if told != nil && sameError(told, e) {
			return true
		}
	}
	return false
}

// resolve asks the server where the diagnosis of COMMIT is unknown.
func (x Tx) resolve(ctx context.Context, d *Diagnosis, rep *TxReport) (*Diagnosis, error) {
	rep.Outcome = d.Outcome
	if d.Outcome != OutcomeUnknown {
		return d, d
	}
	within := x.ResolveWithin
	if within <= 0 {
		within = ResolveTimeout
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
	defer cancel()
	r, err := Resolve(ctx, x.Connect, rep.Token)
	if err != nil {
		return d, fmt.Errorf("%w; and %w", d, err)
	}
	rep.Resolution, rep.Outcome = r, r.Outcome()
	if rep.Outcome == OutcomeRolledBack {
		again := *d
		again.Outcome, again.Rule, again.Retry = OutcomeRolledBack, "resolved", RetryReconnect
		return &again, &again
	}
	return d, d
}
