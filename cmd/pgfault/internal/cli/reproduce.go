package cli

import (
	"cmp"
	"os"
	"strconv"
	"time"

	"github.com/pgfault/pgfault/harness/report"
)

// reproduce is a command line that runs one result again, as it was run.
func (a *app) reproduce(p *plan, line report.Line, major string) string {
	o := p.o
	argv := []string{a.name, "run", cmp.Or(p.files[line.ID], line.ID), "--seed", strconv.FormatInt(o.seed, 10)}
	return o.again(append(argv, o.rerunFlags(major)...), os.Environ())
}

// rerunFlags are the flags that were given, and the shim, for a command line that runs something again.
func (o *runOptions) rerunFlags(major string) []string {
	var argv []string
	add := func(flag, value, standard string) {
		if value != standard {
			argv = append(argv, flag, value)
		}
	}
	add("--postgres", redactDSN(o.postgres), "auto")
	add("--pg-version", major, "")
	add("--lc-messages", o.lcMessages, "")
	add("--target", o.target, "reference")
	if o.direct {
		argv = append(argv, "--direct")
	}
	add("--attach", o.attach.address, "")
	add("--expect", o.expect, "")
	add("--timeout", o.timeout.String(), (20 * time.Second).String())
	if o.strict {
		argv = append(argv, "--strict")
	}
	if o.failOnSkip {
		argv = append(argv, "--fail-on-skip")
	}
	if len(o.shim) > 0 {
		argv = append(append(argv, "--"), redact(o.shim)...)
	}
	return argv
}
