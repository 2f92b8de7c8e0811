package report_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// shards are two shards of a run of three scenarios.
func shards() []report.Record {
	selection := report.Selection{Count: 3, IDs: report.Digest([]string{"a/1", "a/2", "a/3"}), Content: "c"}
	shard := func(spec string, ids ...string) report.Record {
		rec := report.Record{
			Run: report.Run{
				Type: "run", Format: 2, Seed: 7, Repeat: 1, Shard: spec, Selection: &selection, Target: target.Hello{Name: "t", Version: "1", Protocol: 1},
				Servers: []report.Server{{Version: "15"}},
			},
			Summary: &report.Summary{},
		}
		for _, id := range ids {
			rec.Results = append(rec.Results, report.NewLine("", verdict.Result{ID: id, Target: "t", Outcome: verdict.Pass}))
		}
		return rec
	}
	return []report.Record{shard("2/2", "a/2"), shard("1/2", "a/3", "a/1")}
}

var names = []string{"one", "two"}

func TestShardsMakeTheRun(t *testing.T) {
	got, err := report.Merge(names, shards())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, l := range got.Results {
		ids = append(ids, l.ID)
	}
	if strings.Join(ids, " ") != "a/1 a/2 a/3" || got.Run.Shard != "" || got.Run.Scenarios != 3 || got.Summary.Counts[verdict.Pass] != 3 {
		t.Errorf("it holds %s, shard %q, %d scenarios, %v", ids, got.Run.Shard, got.Run.Scenarios, got.Summary.Counts)
	}
}

// TestAnEmptyShardIsOne is a part that had nothing to do, and so has asked nobody.
func TestAnEmptyShardIsOne(t *testing.T) {
	all := shards()
	all[0].Run.Shard, all[1].Run.Shard = "1/3", "2/3"
	empty := shards()[0]
	empty.Run.Shard, empty.Results, empty.Run.Servers, empty.Run.Target = "3/3", nil, nil, target.Hello{Name: "a-command"}
	got, err := report.Merge([]string{"three", "one", "two"}, append([]report.Record{empty}, all...))
	if err != nil || len(got.Results) != 3 || got.Run.Target.Version != "1" || len(got.Run.Servers) != 1 {
		t.Errorf("%d results of %q: %v", len(got.Results), got.Run.Target.Version, err)
	}
}

func TestWhatIsNotOneRunIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(all []report.Record) []report.Record
		says  string
	}{
		"a seed":   {func(all []report.Record) []report.Record { all[1].Run.Seed++; return all }, "two differs from one in the seed"},
		"a target": {func(all []report.Record) []report.Record { all[1].Run.Target.Version = "2"; return all }, "in the target"},
		"a server": {func(all []report.Record) []report.Record { all[1].Run.Servers[0].Version = "17"; return all }, "in the servers"},
		"a selection": {func(all []report.Record) []report.Record {
			all[1].Run.Selection = &report.Selection{Count: 3, IDs: "x", Content: "c"}
			return all
		}, "in the selection"},
		"a catalogue": {func(all []report.Record) []report.Record {
			other := *all[1].Run.Selection
			other.Content = "d"
			all[1].Run.Selection = &other
			return all
		}, "in the catalogue"},
		"no shard":  {func(all []report.Record) []report.Record { all[1].Run.Shard = ""; return all }, "two is no shard"},
		"missing":   {func(all []report.Record) []report.Record { return all[:1] }, "shard 1/2 is missing"},
		"doubled":   {func(all []report.Record) []report.Record { all[1].Run.Shard = "2/2"; return all }, "shard 2/2 is there twice: one and two"},
		"of others": {func(all []report.Record) []report.Record { all[1].Run.Shard = "1/3"; return all }, "two is shard 1/3, and one is one of 2"},
		"killed":    {func(all []report.Record) []report.Record { all[1].Summary = nil; return all }, "shard 1/2 did not come to its end; run it again with --resume=two"},
		"not whole": {func(all []report.Record) []report.Record { all[1].Results = all[1].Results[:1]; return all }, "the shards hold 2 scenarios, and 3 were selected"},
		"in two": {func(all []report.Record) []report.Record {
			all[1].Results = append(all[1].Results, all[0].Results...)
			return all
		}, "a/2 is in two shards"},
		"other ones": {func(all []report.Record) []report.Record { all[0].Results[0].ID = "a/4"; return all }, "not the whole of the selection"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := report.Merge(names, c.spoil(shards()))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v, and not %q", err, c.says)
			}
		})
	}
}
