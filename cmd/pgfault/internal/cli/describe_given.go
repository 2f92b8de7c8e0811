package cli

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
)

// givenLines say what stands before the first step.
func givenLines(g scenario.Given) []string {
	lines := slices.Clone(g.SQL)
	if g.MinVersion > 0 {
		lines = append(lines, fmt.Sprintf("PostgreSQL %d or newer", g.MinVersion))
	}
	if g.Own {
		lines = append(lines, "a server of its own")
	}
	if g.Standby != "" {
		where := map[string]string{"only": "the DSN leads to it", "first": "the DSN names it first", "second": "the DSN names it second"}
		lines = append(lines, "a server of its own with a standby; "+where[g.Standby])
	}
	if g.Certificate != "" {
		lines = append(lines, "a server of its own with TLS; its certificate is "+g.Certificate)
	}
	if g.Disk > 0 {
		lines = append(lines, fmt.Sprintf("a server of its own with a tablespace of %d MB", g.Disk))
	}
	if g.WALDisk > 0 {
		lines = append(lines, fmt.Sprintf("a server of its own with its WAL on a disk of %d MB", g.WALDisk))
	}
	if g.Pooler != "" {
		lines = append(lines, "a pgbouncer before the server, in "+g.Pooler+" mode")
	}
	for _, name := range slices.Sorted(maps.Keys(g.PoolerSettings)) {
		lines = append(lines, "  "+name+" = "+g.PoolerSettings[name])
	}
	for _, name := range slices.Sorted(maps.Keys(g.Params)) {
		lines = append(lines, "in the DSN: "+name+"="+g.Params[name])
	}
	return lines
}
