package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// front is what is seen first, and without a script: what is red and new, by cause, and how far a green is to be believed.
type front struct {
	Title    string
	Verdict  string
	Tone     string // red, amber or green
	Tally    []tally
	Red      []frontCause
	Amber    []frontCause
	Known    []frontCause
	Targets  []frontTarget
	Families []frontFamily
	Runs     []frontRun
	Skipped  []skipped
	Health   []fact
	Compared string
	Diff     []difference
	DiffMore int
	Sweeps   int
	Points   int
}

type tally struct {
	Letter  string
	Outcome verdict.Outcome
	Count   int
}

type frontCause struct {
	Key, Sentence, Words string
	Outcome              verdict.Outcome
	Letter               string
	Question             verdict.Question
	Count                int
	Also                 int // declared cases of it, which are not counted where others are
	Targets              []string
	New                  bool
	Target, ID           string // of an example
}

type frontTarget struct {
	Key, Name, Version, Grade, Word, Without, Counts string
	Traits                                           []string
	Red                                              int
}

type frontFamily struct {
	Name      string
	Scenarios int
	Cells     []familyCell
}

type familyCell struct {
	Target, Letter, Words string
	Outcome               verdict.Outcome
	Count, Of             int
}

type frontRun struct {
	Target, Started, Command, Machine, Versions string
	Seed                                        int64
	Servers                                     []string
	End                                         string
}

type skipped struct {
	Outcome verdict.Outcome
	Reason  string
	Count   int
	Targets []string
}

type fact struct {
	Name, Value string
	Bad         bool
}

// diffShown is how much of a difference the front shows; the rest is found by the filter.
const diffShown = 40

func (m *model) front() front {
	f := front{Runs: m.frontRuns(), Skipped: m.skipped(), Health: m.health(), Families: m.families(), Sweeps: len(m.sweeps)}
	counts, total := map[verdict.Outcome]int{}, 0
	for _, c := range m.columns {
		f.Targets = append(f.Targets, m.frontTarget(c))
		for _, one := range c.cells {
			counts[one.line.Outcome]++
			total++
		}
	}
	for _, s := range m.sweeps {
		f.Points += s.Points
	}
	for _, o := range verdict.Outcomes {
		if counts[o] > 0 {
			f.Tally = append(f.Tally, tally{letters[o], o, counts[o]})
		}
	}
	for _, c := range m.causes {
		one := m.frontCause(c)
		switch {
		case len(c.cases) == 0:
			f.Known = append(f.Known, one)
		case c.outcome == verdict.Fail || isRed(c.outcome):
			f.Red = append(f.Red, one)
		case c.outcome == verdict.Weak:
			f.Amber = append(f.Amber, one)
		}
	}
	slices.SortStableFunc(f.Red, func(a, b frontCause) int { return boolean(b.New) - boolean(a.New) })
	f.Diff = m.differences()
	if f.DiffMore = len(f.Diff) - diffShown; f.DiffMore > 0 {
		f.Diff = f.Diff[:diffShown]
	}
	f.Compared = m.comparedWith()
	f.say(m, counts, total)
	return f
}

// say puts the verdict in a sentence.
func (f *front) say(m *model, counts map[verdict.Outcome]int, total int) {
	red, isNew := 0, 0
	for _, c := range m.columns {
		for _, one := range c.cells {
			if isRed(one.line.Outcome) {
				red++
			}
			if one.isNew {
				isNew++
			}
		}
	}
	names := make([]string, 0, len(m.columns))
	for _, c := range m.columns {
		names = append(names, report.Escape(c.name))
	}
	who := strings.Join(names, ", ")
	if len(names) > 3 {
		who = count(len(names), "target")
	}
	f.Title = "pgfault: " + who
	switch {
	case total == 0:
		f.Verdict, f.Tone = "Nothing was decided.", "amber"
	case red > 0 && f.Compared != "":
		f.Verdict = fmt.Sprintf("%d of %s red, %d of them new.", red, are(total, "result"), isNew)
		f.Tone = "red"
	case red > 0:
		f.Verdict, f.Tone = fmt.Sprintf("%d of %s red and not declared.", red, are(total, "result")), "red"
	case counts[verdict.Weak] > 0:
		f.Verdict, f.Tone = fmt.Sprintf("Nothing is red; %d of %s could be better.", counts[verdict.Weak], count(total, "result")), "amber"
	default:
		f.Verdict, f.Tone = fmt.Sprintf("Nothing is red, of %s.", count(total, "result")), "green"
	}
	if n := len(f.Red); n > 0 {
		f.Verdict += " " + strings.ToUpper(count(n, "cause")[:1]) + count(n, "cause")[1:] + ", the gravest first."
	}
}

func (m *model) frontCause(c cause) frontCause {
	cases, also := c.cases, len(c.known)
	if len(cases) == 0 {
		cases, also = c.known, 0
	}
	p := cases[0]
	for _, other := range cases { // an example that is new, where there is one
		if m.cell(other).isNew {
			p = other
			break
		}
	}
	sentence := c.sentence
	for _, f := range m.cell(p).line.Findings {
		if f.Cause == c.key && report.Counts(m.cell(p).line, f) {
			sentence = f.Text // of the example, which it leads to
			break
		}
	}
	return frontCause{
		Key: text(c.key), Sentence: clip(text(sentence), 280), Words: text(c.words()), Outcome: c.outcome, Letter: letters[c.outcome],
		Question: c.question, Count: len(cases), Also: also, Targets: m.targets(c), New: c.isNew && len(m.o.Against) > 0,
		Target: m.columns[p.column].key, ID: report.Escape(m.rows[p.row].id),
	}
}

func (m *model) cell(p place) *cell { return m.columns[p.column].cells[m.rows[p.row].id] }

func (m *model) frontTarget(c *column) frontTarget {
	t := frontTarget{
		Key: c.key, Name: report.Escape(c.name), Version: report.Escape(c.hello.Version), Counts: report.Summary{Counts: c.counts}.CountsText(),
	}
	if c.grade != nil {
		t.Grade, t.Word = report.Escape(c.grade.String()), string(c.grade.Grade)
		t.Without = strings.Join(texts(c.grade.Without), ", ")
	}
	for _, one := range traits(c.hello) {
		if one[0] != "dsn" {
			t.Traits = append(t.Traits, one[0]+" "+one[1])
		}
	}
	for o, n := range c.counts {
		if isRed(o) {
			t.Red += n
		}
	}
	return t
}

// families are the rows of the matrix that is there without a script.
func (m *model) families() []frontFamily {
	var out []frontFamily
	for _, r := range m.rows {
		name := family(r.id)
		if isSweep(r.id) {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, frontFamily{Name: name})
		}
		out[len(out)-1].Scenarios++
	}
	for i := range out {
		for _, c := range m.columns {
			out[i].Cells = append(out[i].Cells, c.family(out[i].Name))
		}
		out[i].Name = report.Escape(out[i].Name)
	}
	return out
}

// family is the worst of a family, and how often it was found.
func (c *column) family(name string) familyCell {
	out, counts := familyCell{Target: c.key}, map[verdict.Outcome]int{}
	for id, one := range c.cells {
		if family(id) == name {
			counts[one.line.Outcome]++
			out.Of++
		}
	}
	for _, o := range verdict.Outcomes {
		if counts[o] > 0 {
			out.Outcome, out.Count, out.Letter = o, counts[o], letters[o]
			break
		}
	}
	out.Words = report.Escape(c.name) + ", " + report.Escape(name) + ": " + report.Summary{Counts: counts}.CountsText()
	return out
}

func (m *model) frontRuns() []frontRun {
	var out []frontRun
	for _, s := range m.sources {
		run := s.Record.Run
		r := frontRun{
			Target:  text(strings.TrimSpace(run.Target.Name + " " + run.Target.Version)),
			Started: run.Started.UTC().Format("2006-01-02 15:04 UTC"), Command: text(report.ShellLine(run.Command)), Seed: run.Seed,
			Machine:  text(fmt.Sprintf("%s/%s, %s, %s", run.Machine.OS, run.Machine.Arch, count(run.Machine.CPUs, "CPU"), run.Machine.Go)),
			Versions: text(fmt.Sprintf("pgfault %s, pgx %s, toxiproxy %s", run.Versions.PGFault, run.Versions.Pgx, run.Versions.Toxiproxy)),
		}
		for _, srv := range run.Servers {
			r.Servers = append(r.Servers, text(fmt.Sprintf("PostgreSQL %s · %s · %s", srv.Version, srv.Provider, srv.Why)))
		}
		r.End = ended(s.Record)
		out = append(out, r)
	}
	return out
}

// ended says how a run ended, where it is not by its own end.
func ended(rec report.Record) string {
	switch s := rec.Summary; {
	case s == nil:
		return "it was killed before its end"
	case s.Error != "":
		return "it ended by an error of the harness: " + text(s.Error)
	case s.Interrupted:
		return fmt.Sprintf("it was interrupted: %d of %d results", s.Total, s.Planned)
	case s.MaxFail > 0:
		return fmt.Sprintf("it ended after %s, by --max-fail: %d of %d results", count(s.MaxFail, "failure"), s.Total, s.Planned)
	}
	return ""
}

// skipped says what was not judged, and why, the most frequent reason first.
func (m *model) skipped() []skipped {
	by := map[string]*skipped{}
	for _, c := range m.columns {
		for _, one := range c.cells {
			o := one.line.Outcome
			if o != verdict.Skipped && o != verdict.Unsupported && o != verdict.NotMet {
				continue
			}
			reason := why(one.line)
			key := string(o) + reason
			if by[key] == nil {
				by[key] = &skipped{Outcome: o, Reason: reason}
			}
			by[key].Count++
			if name := report.Escape(c.name); !slices.Contains(by[key].Targets, name) {
				by[key].Targets = append(by[key].Targets, name)
			}
		}
	}
	out := make([]skipped, 0, len(by))
	for _, key := range slices.Sorted(maps.Keys(by)) {
		slices.Sort(by[key].Targets)
		out = append(out, *by[key])
	}
	slices.SortStableFunc(out, func(a, b skipped) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Reason, b.Reason)) })
	return out
}

// why is why a case was not judged, without the place where that was found.
func why(l report.Line) string {
	if l.Skipped != "" {
		return text(l.Skipped)
	}
	reason := l.Reason
	if rest, found := strings.CutPrefix(reason, "step "); found {
		if _, after, ok := strings.Cut(rest, ": "); ok {
			reason = after
		}
		if op, after, ok := strings.Cut(reason, ": "); ok && !strings.Contains(op, `"`) {
			reason = after
		}
	}
	if l.Outcome == verdict.NotMet {
		reason, _, _ = strings.Cut(reason, " (")
	}
	return clip(text(reason), 200)
}

func (m *model) comparedWith() string {
	var out []string
	for _, s := range m.o.Against {
		run := s.Record.Run
		out = append(out, text(fmt.Sprintf("%s of %s", strings.TrimSpace(run.Target.Name+" "+run.Target.Version), run.Started.UTC().Format("2006-01-02 15:04 UTC"))))
	}
	return strings.Join(out, ", ")
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

func are(n int, of string) string {
	if n == 1 {
		return "1 " + of + " is"
	}
	return fmt.Sprintf("%d %ss are", n, of)
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
