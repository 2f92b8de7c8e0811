package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
	"github.com/pgfault/pgfault/harness/verdict"
)

// digest says what was selected, so that the shards of a run can be held against each other.
func digest(selected []scenario.Scenario) (*report.Selection, error) {
	var ids, contents []string
	for _, s := range selected {
		text, err := scenarioyaml.Marshal(s)
		if err != nil {
			return nil, harnessFailure(fmt.Errorf("write %s: %w", s.ID, err))
		}
		ids, contents = append(ids, s.ID), append(contents, string(text))
	}
	return &report.Selection{Count: len(selected), IDs: report.Digest(ids), Content: report.Digest(contents)}, nil
}

// takeShard keeps the part of the scenarios that --shard names: every n-th, or by the times of an earlier run. A part may be
// empty, where there are more parts than scenarios; that is nothing to fail for.
func (o *runOptions) takeShard(selected []scenario.Scenario) ([]scenario.Scenario, error) {
	if o.shard == "" {
		if o.timings != "" {
			return nil, usage("--timings is for --shard, which is not given")
		}
		return selected, nil
	}
	var err error
	if o.shard, err = namedShard(o.shard); err != nil {
		return nil, err
	}
	var i, n int
	if _, err := fmt.Sscanf(o.shard, "%d/%d", &i, &n); err != nil || fmt.Sprintf("%d/%d", i, n) != o.shard || i < 1 || i > n {
		return nil, usage("bad --shard %q; it is I/N with 1 ≤ I ≤ N, as 1/3", o.shard)
	}
	if o.timings == "" {
		var kept []scenario.Scenario
		for at := i - 1; at < len(selected); at += n {
			kept = append(kept, selected[at])
		}
		return kept, nil
	}
	rec, err := readRecord(o.timings)
	if err != nil {
		return nil, err
	}
	return balance(selected, times(rec), n)[i-1], nil
}

// EnvShardIndex is the number of a shard, from 0, for --shard auto/N: what is no number is 0, since Swarm gives the first task of a
// job its node's name.
const EnvShardIndex = "PGFAULT_SHARD_INDEX"

// namedShard resolves auto/N by what an orchestrator tells each of its tasks: JOB_COMPLETION_INDEX of a Kubernetes Job, from 0;
// CI_NODE_INDEX of GitLab, from 1; or EnvShardIndex.
func namedShard(spec string) (string, error) {
	of, auto := strings.CutPrefix(spec, "auto/")
	if !auto {
		return spec, nil
	}
	for _, one := range []struct {
		name string
		from int
	}{{EnvShardIndex, 0}, {"JOB_COMPLETION_INDEX", 0}, {"CI_NODE_INDEX", 1}} {
		text := os.Getenv(one.name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil && one.name != EnvShardIndex {
			return "", usage("%s is %q, and no number of a shard", one.name, text)
		}
		return fmt.Sprintf("%d/%s", n-one.from+1, of), nil
	}
	return "", usage("--shard auto/%s takes the number of the shard from %s, JOB_COMPLETION_INDEX or CI_NODE_INDEX, and none is set", of, EnvShardIndex)
}

// times are how long each scenario took in a run, in milliseconds: the longest of its repetitions.
func times(rec report.Record) map[string]float64 {
	out := map[string]float64{}
	for _, l := range rec.Results {
		if l.Outcome != verdict.Skipped && l.Outcome != verdict.Unsupported || l.DurationMS > 0 {
			out[l.ID] = max(out[l.ID], l.DurationMS)
		}
	}
	return out
}

// balance deals scenarios to n shards, the longest first, each to the shard that has least to do. One whose time is not known
// is taken for as long as most. The shards keep the order in which the scenarios were selected.
func balance(selected []scenario.Scenario, times map[string]float64, n int) [][]scenario.Scenario {
	known := make([]float64, 0, len(selected))
	for _, s := range selected {
		if t, ok := times[s.ID]; ok {
			known = append(known, t)
		}
	}
	slices.Sort(known)
	median := 1.0
	if len(known) > 0 {
		median = known[len(known)/2]
	}
	long := func(s scenario.Scenario) float64 {
		if t, ok := times[s.ID]; ok {
			return t
		}
		return median
	}
	order := slices.Clone(selected)
	slices.SortStableFunc(order, func(a, b scenario.Scenario) int {
		return cmp.Or(cmp.Compare(long(b), long(a)), cmp.Compare(a.ID, b.ID))
	})
	loads, shardOf := make([]float64, n), map[string]int{}
	for _, s := range order {
		least := 0
		for at := range loads {
			if loads[at] < loads[least] {
				least = at
			}
		}
		loads[least] += long(s)
		shardOf[s.ID] = least
	}
	out := make([][]scenario.Scenario, n)
	for _, s := range selected {
		out[shardOf[s.ID]] = append(out[shardOf[s.ID]], s)
	}
	return out
}

// nothingToDo is the work of a run that has no scenario: an empty shard, or one that had come to its end before.
func nothingToDo(context.Context, *plan, *recorder, string) (engine.Report, error) {
	return engine.Report{Counts: map[verdict.Outcome]int{}}, nil
}
