package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// Selection says what a run was to run, so that its shards can be held against each other.
type Selection struct {
	// Count is how many scenarios were selected, before a shard took its part, and IDs a digest of their ids.
	Count int    `json:"count"`
	IDs   string `json:"ids"`
	// Content is a digest of the scenarios themselves: two catalogues may have the same names.
	Content string `json:"content"`
}

// Digest is a digest of texts, in whatever order.
func Digest(texts []string) string {
	texts = slices.Sorted(slices.Values(texts))
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Merge makes one record of those of all shards of a run. It refuses what is not one run, and what is not all of it, in a sentence
// that names the shards by names.
func Merge(names []string, records []Record) (Record, error) {
	if len(records) == 0 {
		return Record{}, fmt.Errorf("there is nothing to merge")
	}
	if err := sameRun(names, records); err != nil {
		return Record{}, err
	}
	if err := allShards(names, records); err != nil {
		return Record{}, err
	}
	out := Record{Run: records[0].Run}
	for _, rec := range records {
		if rec.Run.Target.Version != "" || rec.Run.Target.Protocol != 0 { // an empty shard has asked nobody
			out.Run.Target = rec.Run.Target
			out.Run.Servers = rec.Run.Servers
		}
		out.Results = append(out.Results, rec.Results...)
	}
	slices.SortStableFunc(out.Results, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Server, b.Server), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Repeat, b.Repeat))
	})
	if err := whole(out); err != nil {
		return Record{}, err
	}
	out.Run.Shard, out.Run.Scenarios = "", out.Run.Selection.Count
	out.Summary = &Summary{Type: "summary", Counts: map[verdict.Outcome]int{}, Total: len(out.Results), Planned: out.Run.Planned(), Seed: out.Run.Seed}
	for _, l := range out.Results {
		out.Summary.Counts[l.Outcome]++
	}
	for _, rec := range records {
		out.Summary.DurationMS = max(out.Summary.DurationMS, rec.Summary.DurationMS)
		out.Summary.Failures = append(out.Summary.Failures, rec.Summary.Failures...)
	}
	out.Summary.Conclude(out.Run, out.Results)
	return out, nil
}

// sameRun tells what differs between shards that has to be the same.
func sameRun(names []string, records []Record) error {
	first := records[0].Run
	for i, rec := range records {
		run := rec.Run
		if run.Selection == nil || run.Shard == "" {
			return fmt.Errorf("%s is no shard: it was not run with --shard", names[i])
		}
		asked := len(run.Servers) > 0 // an empty shard has asked nobody, and knows a target by its command only
		versions := func(r Run) (out []string) {
			for _, s := range r.Servers {
				out = append(out, s.Version)
			}
			return out
		}
		if asked && len(first.Servers) == 0 {
			first.Servers, first.Target = run.Servers, run.Target
		}
		for _, one := range []struct {
			what   string
			differ bool
		}{
			{"the format of its results", run.Format != first.Format},
			{"the catalogue: the same names hold other scenarios", run.Selection.IDs == first.Selection.IDs && run.Selection.Content != first.Selection.Content},
			{"the selection", run.Selection.IDs != first.Selection.IDs},
			{"the seed", run.Seed != first.Seed},
			{"the repetitions", run.Repeat != first.Repeat},
			{"the target", asked && (run.Target.Name != first.Target.Name || run.Target.Version != first.Target.Version)},
			{"the servers", asked && !slices.Equal(versions(run), versions(first))},
			{"the version of pgfault", run.Versions.PGFault != first.Versions.PGFault || run.Versions.Commit != first.Versions.Commit},
		} {
			if one.differ {
				return fmt.Errorf("%s differs from %s in %s; only shards of one run are merged", names[i], names[0], one.what)
			}
		}
	}
	return nil
}

// allShards tells which shard is not there, is there twice, or did not come to its end.
func allShards(names []string, records []Record) error {
	have := map[int]string{}
	total := 0
	for i, rec := range records {
		var at, of int
		if _, err := fmt.Sscanf(rec.Run.Shard, "%d/%d", &at, &of); err != nil {
			return fmt.Errorf("%s: bad shard %q", names[i], rec.Run.Shard)
		}
		if total == 0 {
			total = of
		}
		switch {
		case of != total:
			return fmt.Errorf("%s is shard %s, and %s is one of %d", names[i], rec.Run.Shard, names[0], total)
		case have[at] != "":
			return fmt.Errorf("shard %s is there twice: %s and %s", rec.Run.Shard, have[at], names[i])
		case rec.Summary == nil, rec.Summary.Interrupted, rec.Summary.Error != "", rec.Summary.MaxFail > 0:
			return fmt.Errorf("shard %s did not come to its end; run it again with --resume=%s", rec.Run.Shard, names[i])
		}
		have[at] = names[i]
	}
	for at := 1; at <= total; at++ {
		if have[at] == "" {
			return fmt.Errorf("shard %d/%d is missing", at, total)
		}
	}
	return nil
}

// whole tells whether a merged record holds what was selected: each scenario, and nothing twice.
func whole(rec Record) error {
	ids, seen := map[string]bool{}, map[string]bool{}
	for _, l := range rec.Results {
		ids[l.ID] = true
		key := fmt.Sprintf("%s %s #%d", l.Server, l.ID, l.Repeat)
		if seen[key] {
			return fmt.Errorf("%s is in two shards", l.ID)
		}
		seen[key] = true
	}
	all := make([]string, 0, len(ids))
	for id := range ids {
		all = append(all, id)
	}
	if len(all) != rec.Run.Selection.Count || Digest(all) != rec.Run.Selection.IDs {
		return fmt.Errorf("the shards hold %s, and %d were selected: it is not the whole of the selection", count(len(all), "scenario"), rec.Run.Selection.Count)
	}
	return nil
}
