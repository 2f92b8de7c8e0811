package mark

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/bench/internal/stats"
	"github.com/pgfault/pgfault/pgdiag"
)

// diagnose is the price of a diagnosis, beside what pgx can say of an error.
var diagnose = Benchmark{Name: "diagnose", Run: func(ctx context.Context, lab *Lab) ([]Row, error) {
	server := error(&pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "23505", Routine: "_bt_check_unique"})
	network := fmt.Errorf("write failed: %w", &net.OpError{Op: "write", Net: "tcp", Err: syscall.ECONNRESET})
	heap := make([]byte, 64<<20) // see each
	defer runtime.KeepAlive(heap)
	var rows []Row
	for _, c := range []struct {
		what string
		err  error
	}{
		{"diagnosis of a server's error", server},
		{"diagnosis of a network's error", network},
	} {
		plan := lab.plan(20)
		plan.Budget /= 4
		s, err := plan.Run(ctx, each(func() { _ = pgdiag.Diagnose(c.err) }), each(func() { askPgx(c.err) }))
		if err != nil {
			return nil, err
		}
		rows = append(rows, ours(c.what, "ns", s.Median(0)).beside("pgconn's functions", s.Median(1), s.Ratio(0, 1)).atMostTimes(0.85))
	}
	const result = 1 // the diagnosis itself
	allocations := testing.AllocsPerRun(100, func() { _ = pgdiag.Diagnose(server) })
	rows = append(rows, ours("allocations of a diagnosis of a server's error", "", allocations).promise("the result alone: 1", allocations <= result))
	return rows, nil
}}

// askPgx asks all that pgx can say of an error.
func askPgx(err error) (safe, timeout bool, code string) {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		code = pg.Code
	}
	return pgconn.SafeToRetry(err), pgconn.Timeout(err), code
}

// each measures one call of f, in nanoseconds. Beside a heap as large as a program's, the garbage of the calls is what it
// costs there; in one as small as this one, collecting it and asking for the memory anew would be most of what is measured.
func each(f func()) stats.Contestant {
	return func(context.Context) (float64, error) {
		const calls = 20_000
		start := time.Now()
		for range calls {
			f()
		}
		return since(start, time.Nanosecond) / calls, nil
	}
}
