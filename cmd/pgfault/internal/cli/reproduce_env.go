package cli

import (
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
)

// shimVariables are those by which an interpreter or a linker finds what a shim is made of: without them it is another program,
// or none.
var shimVariables = []string{
	"CLASSPATH", "GEM_PATH", "GODEBUG", "JAVA_HOME", "LD_LIBRARY_PATH", "LUA_PATH", "LUA_CPATH", "NODE_PATH", "NODE_OPTIONS", "PERL5LIB",
	"PYTHONPATH", "PYTHONHOME", "RUBYLIB", "TCLLIBPATH", "VIRTUAL_ENV",
}

// again is a command line that runs something again: with the variables that its shim needs before it, as a shell has them.
func (o *runOptions) again(argv, environment []string) string {
	line := report.ShellLine(argv)
	if len(o.shim) == 0 {
		return line
	}
	var before []string
	for _, pair := range environment {
		name, value, _ := strings.Cut(pair, "=")
		if value != "" && slices.Contains(shimVariables, name) {
			before = append(before, name+"="+report.ShellLine([]string{redactDSN(value)}))
		}
	}
	slices.Sort(before)
	return strings.Join(append(before, line), " ")
}
