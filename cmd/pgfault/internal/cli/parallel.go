package cli

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/report"
)

// auto is the word for as many as are best.
const auto = "auto"

// parallel is the value of --parallel; 0 is auto.
type parallel int

// errParallel says what it may be.
var errParallel = errors.New("it is auto, or a number from 1")

// String implements pflag.Value.
func (p *parallel) String() string {
	if *p == 0 {
		return auto
	}
	return strconv.Itoa(int(*p))
}

// Set implements pflag.Value.
func (p *parallel) Set(text string) error {
	if text == auto {
		*p = 0
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return errParallel
	}
	*p = parallel(n)
	return nil
}

// Type implements pflag.Value: what stands for the value in the help.
func (p *parallel) Type() string { return "N" }

// fit settles how many run at a time: as many as --parallel says, which is refused where there is no room for them on a
// server of the plan or in this process; or, where it says nothing, as many as there is room for.
func (a *app) fit(p *plan, find func(*postgres.Server) (engine.Room, error)) error {
	wanted := int(p.o.parallel)
	for _, srv := range p.servers {
		room, err := find(srv.Server)
		if err != nil {
			return harnessFailure(err)
		}
		n, err := room.For(wanted)
		switch {
		case err != nil && room.Fits > 0:
			return usage("--parallel %d is more than there is room for: %s; take --parallel %d or less", wanted, room.Limit, room.Fits)
		case err != nil:
			return harnessFailure(err)
		case p.parallel == 0 || n < p.parallel:
			p.parallel = n
			if wanted == 0 && n < engine.Parallel() {
				_, _ = fmt.Fprintf(a.stderr, "pgfault: %d at a time, not %d: %s\n", n, engine.Parallel(), report.Escape(room.Limit))
			}
		}
	}
	return nil
}
