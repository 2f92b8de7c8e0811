package report

import (
	"runtime"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// FormatVersion is the version of the format of results.jsonl. It changes when a reader of the old one would be wrong.
const FormatVersion = 3

// Run is the first line of results.jsonl: what the run was made with.
type Run struct {
	Type    string    `json:"type"` // always "run"
	Format  int       `json:"format"`
	Started time.Time `json:"started"`
	// Command is the command line, secrets taken out.
	Command   []string `json:"command"`
	Seed      int64    `json:"seed"`
	Parallel  int      `json:"parallel"`
	Repeat    int      `json:"repeat"` // 0 is without end, until something fails
	Scenarios int      `json:"scenarios"`
	// Selection is what was selected, and Shard the part of it that this run took, as 1/3; empty where it took all.
	Selection *Selection   `json:"selection,omitempty"`
	Shard     string       `json:"shard,omitempty"`
	Points    int          `json:"points,omitempty"` // of a sweep, in place of scenarios: all its results
	Target    target.Hello `json:"target"`
	Servers   []Server     `json:"servers"`
	Versions  Versions     `json:"versions"`
	Machine   Machine      `json:"machine"`

	// NameColumns is how long the longest name of a result is, for what is shown as it comes; 0 where that is not known.
	NameColumns int `json:"-"`
}

// NameColumnsOf is how many columns the names of a run's results take, which have these ids.
func (r Run) NameColumnsOf(ids []string) int {
	var longest Line
	for _, s := range r.Servers {
		if len(r.Servers) > 1 && len(s.Version) > len(longest.Server) {
			longest.Server = s.Version
		}
	}
	if r.Repeat > 1 {
		longest.Repeat = r.Repeat
	}
	n := 0
	for _, id := range ids {
		longest.ID = id
		n = max(n, columns(label(longest)))
	}
	return n
}

// Planned is how many results the run is to give; 0 where it has no end.
func (r Run) Planned() int { return max(r.Scenarios, r.Points) * r.Repeat * len(r.Servers) }

// Server is a server that the run used.
type Server struct {
	Provider string `json:"provider"`
	Version  string `json:"version"`
	// Why says in a line why this provider was taken.
	Why string `json:"why,omitempty"`
}

// Versions are those of the parts that matter for the result.
type Versions struct {
	PGFault string `json:"pgfault"`
	// Commit is the commit that it was built from, where that is known.
	Commit    string `json:"commit,omitempty"`
	Pgx       string `json:"pgx"`
	Toxiproxy string `json:"toxiproxy"`
}

// Machine is where the run was made.
type Machine struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	CPUs int    `json:"cpus"`
	Go   string `json:"go"`
}

// ThisMachine describes the machine that this program runs on.
func ThisMachine() Machine {
	return Machine{OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.NumCPU(), Go: runtime.Version()}
}
