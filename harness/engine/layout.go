package engine

import (
	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
)

// What is kept as evidence, in bytes.
const (
	KeptBytes      = 4 << 10 // of a message
	KeptTranscript = 1 << 20 // of what clients were given in all
)

// Layout is what a scenario is given, in the words of the rig.
func Layout(g scenario.Given) harness.Layout {
	return harness.Layout{
		Own:            g.Own,
		Extras:         postgres.Extras{Certificate: postgres.Certificate(g.Certificate), Disk: g.Disk, WALDisk: g.WALDisk},
		Standby:        harness.Place(g.Standby),
		Pooler:         postgres.PoolMode(g.Pooler),
		PoolerSettings: g.PoolerSettings,
		Bytes:          KeptBytes,
		Transcript:     KeptTranscript,
	}
}

// ownServers is how much is to be started for a scenario: the servers and the pooler of its own.
func ownServers(g scenario.Given) int {
	n := 0
	if g.Own || Layout(g).Extras != (postgres.Extras{}) {
		n++
	}
	if g.Standby != "" {
		n += 2
	}
	if g.Pooler != "" {
		n++
	}
	return n
}
