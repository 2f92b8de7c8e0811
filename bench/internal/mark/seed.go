package mark

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// seed compares the fault logs of two runs of the engine with one seed, byte for byte: which scenario, which fault, on
// which connection, at which byte of which message.
var seed = Benchmark{Name: "seed", Run: func(ctx context.Context, lab *Lab) ([]Row, error) {
	if _, err := lab.Server(ctx); err != nil {
		return nil, err
	}
	var logs [3][]byte
	for i, seed := range []int64{lab.Seed, lab.Seed, lab.Seed + 1} {
		log, err := faultLog(ctx, lab, seed)
		if err != nil {
			return nil, err
		}
		logs[i] = log
	}
	same := bytes.Equal(logs[0], logs[1])
	row := Row{What: "the same seed gives the same faults"}.promise("byte for byte", same)
	if !same {
		return []Row{row.note("%s", firstDifference(logs[0], logs[1]))}, nil
	}
	return []Row{row.note("%d bytes of log, another seed gives another: %v", len(logs[0]), !bytes.Equal(logs[0], logs[2]))}, nil
}}

// faultLog is what fired, in the order of the scenarios.
func faultLog(ctx context.Context, lab *Lab, seed int64) ([]byte, error) {
	var order []string
	report, err := engine.Run(ctx, engine.Config{
		Scenarios: faulty(), Target: reference.New(), Server: lab.server, Seed: seed,
		OnStart: func(id string) { order = append(order, id) },
	})
	if err != nil {
		return nil, err
	}
	var log bytes.Buffer
	for i, id := range order {
		fmt.Fprintf(&log, "%d %s\n", i+1, id)
	}
	for _, r := range report.Results {
		for _, line := range faultLines(r) {
			fmt.Fprintln(&log, line)
		}
	}
	return log.Bytes(), nil
}

// faultLines are a scenario's faults, each once at a place. When it was, and what the machine has seen of it, is not what a
// seed decides. Nor is how many more connections met what meets all: a client that lost one may open another to say so,
// before or after the fault is over. Where a fault chooses its connection, the place names it.
func faultLines(r verdict.Result) []string {
	var lines []string
	// Connections that are hit at the same moment have no order of their own.
	byConn := slices.SortedStableFunc(slices.Values(r.Firings()), func(a, b fault.Firing) int { return cmp.Compare(a.Conn, b.Conn) })
	for _, f := range byConn {
		if line := fmt.Sprintf("%s: %s: %s", r.ID, f.Fault, f.Where); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// faulty are the scenarios with a fault in them.
func faulty() []scenario.Scenario {
	var faulty []scenario.Scenario
	for _, sc := range scenarios.All() {
		for _, step := range sc.Steps {
			if step.Inject != nil {
				faulty = append(faulty, sc)
				break
			}
		}
	}
	return faulty
}

// firstDifference is the first line that is not the same.
func firstDifference(a, b []byte) string {
	left, right := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(left), len(right)) {
		if !bytes.Equal(left[i], right[i]) {
			return fmt.Sprintf("line %d: %s | %s", i+1, left[i], right[i])
		}
	}
	return fmt.Sprintf("%d lines | %d lines", len(left), len(right))
}
