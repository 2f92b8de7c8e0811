package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// resumeOut is --resume without a folder: it is that of --out, in which there may be many runs.
const resumeOut = "the runs in --out"

// resumed is what is kept of a run that did not come to its end; nil where none is gone on with.
type resumed struct {
	folder   string
	record   report.Record
	kept     []report.Line
	failures []report.Failure
}

// goOn reads the run that --resume names, and leaves of the selection what is not decided there. The seed is that run's.
func (o *runOptions) goOn(whole *report.Selection, selected *selection) (*resumed, error) {
	if o.resume == "" || o.resume == resumeOut {
		return nil, nil //nolint:nilnil // nothing is gone on with, which is no error
	}
	path := o.resume
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, "results.jsonl")
	}
	rec, err := readRecord(path)
	if err != nil {
		return nil, err
	}
	r := &resumed{folder: filepath.Dir(path), record: rec}
	switch run := rec.Run; {
	case o.repeat != 1 || o.untilFail || run.Repeat != 1:
		return nil, usage("a run with repetitions can't be gone on with; leave out --resume")
	case len(o.pgVersions) > 1 || len(run.Servers) > 1:
		return nil, usage("a run over several servers can't be gone on with; leave out --resume")
	case run.Points > 0:
		return nil, usage("%s is a sweep, and no run", path)
	case run.Selection == nil, run.Selection.IDs != whole.IDs, run.Shard != o.shard:
		return nil, usage("%s is the run of another selection; give the same selectors and the same --shard", path)
	case run.Selection.Content != whole.Content:
		return nil, usage("%s was run with other scenarios of the same names; run all of them again", path)
	case o.seedGiven && run.Seed != o.seed:
		return nil, usage("%s has the seed %d, and not %d", path, run.Seed, o.seed)
	}
	o.seed = rec.Run.Seed
	decided := map[string]bool{}
	for _, l := range rec.Results {
		if l.Outcome == verdict.HarnessError || l.Outcome == verdict.Unknown {
			continue
		}
		decided[l.ID] = true
		r.kept = append(r.kept, l)
	}
	var left []scenario.Scenario
	for _, s := range selected.scenarios {
		if !decided[s.ID] {
			left = append(left, s)
		}
	}
	selected.scenarios = left
	if rec.Summary != nil {
		for _, f := range rec.Summary.Failures {
			if decided[f.ID] {
				r.failures = append(r.failures, f)
			}
		}
	}
	return r, nil
}

// sameTarget refuses to go on with the run of another target.
func (r *resumed) sameTarget(p *plan) error {
	if r == nil {
		return nil
	}
	if was := r.record.Run.Target; was.Name != p.hello.Name || was.Version != p.hello.Version {
		return usage("%s is a run of %s %s, and not of %s %s", r.folder, was.Name, was.Version, p.hello.Name, p.hello.Version)
	}
	return nil
}

// whom is who was tested, and on what, where nothing is left to be run.
func (r *resumed) whom(name string) (target.Hello, []report.Server) {
	if r == nil {
		return target.Hello{Name: name}, nil
	}
	return r.record.Run.Target, r.record.Run.Servers
}

func (r *resumed) count() int {
	if r == nil {
		return 0
	}
	return len(r.kept)
}

// into writes what is kept into the record of the new run, with its evidence.
func (r *resumed) into(rec *recorder, folder string) error {
	if r == nil {
		return nil
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.failures = append(rec.failures, r.failures...)
	var errs []error
	for _, l := range r.kept {
		rec.lines = append(rec.lines, l)
		errs = append(errs, rec.to.Result(l), copyArtifacts(r.folder, folder, l))
	}
	return errors.Join(errs...)
}

// joined is a report with what is kept.
func (r *resumed) joined(got engine.Report) engine.Report {
	if r == nil {
		return got
	}
	for _, l := range r.kept {
		got.Results = append(got.Results, l.Result)
		got.Counts[l.Outcome]++
	}
	return got
}

// copyArtifacts copies the evidence of a result from one run's folder to another's. What is not there any more is not missed.
func copyArtifacts(from, to string, l report.Line) error {
	for _, name := range l.Artifacts {
		name = filepath.FromSlash(name)
		if !filepath.IsLocal(name) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), data, 0o600)
		}
		if err != nil {
			return fmt.Errorf("copy the evidence of %s: %w", l.ID, err)
		}
	}
	return nil
}
