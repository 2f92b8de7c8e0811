package report_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/report/page"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// The matrix that the budgets are for.
const (
	targets = 30
	rows    = 560
)

// matrix is a made matrix: as many targets and scenarios as there may be, each case with calls as real ones have, and each that
// is no pass with a conversation.
type matrix struct {
	path  string
	cases []report.Line // of all targets
}

func quote(s string) string {
	b, _ := json.Marshal(s) // a string can be encoded
	return string(b)
}

var (
	once sync.Once
	made matrix
	why  error
)

// theMatrix is made once for all tests.
func theMatrix(t *testing.T) matrix {
	t.Helper()
	once.Do(func() { made, why = makeMatrix() })
	if why != nil {
		t.Fatal(why)
	}
	return made
}

func makeMatrix() (m matrix, err error) {
	folder, err := os.MkdirTemp("", "pgfault-report-suite-*")
	if err != nil {
		return m, err
	}
	cleanups = append(cleanups, folder)
	sources, errs := make([]page.Source, targets), make([]error, targets)
	var making sync.WaitGroup
	for n := range targets {
		making.Go(func() { sources[n], errs[n] = makeRun(filepath.Join(folder, fmt.Sprint(n)), n) })
	}
	making.Wait()
	if err := errors.Join(errs...); err != nil {
		return m, err
	}
	for _, source := range sources {
		m.cases = append(m.cases, source.Record.Results...)
	}
	m.path = filepath.Join(folder, "report.html")
	file, err := os.Create(m.path)
	if err != nil {
		return m, err
	}
	if err := page.Write(file, sources, page.Options{Lookup: lookup}); err != nil {
		return m, err
	}
	return m, file.Close()
}

// cleanups are the folders that TestMain removes.
var cleanups []string

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range running.ends {
		end()
	}
	for _, folder := range cleanups {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

func lookup(id string) (page.Scenario, bool) {
	found := scenarios.Find(id)
	if len(found) != 1 {
		return page.Scenario{}, false
	}
	return page.Scenario{Title: found[0].Title, Why: found[0].Why, Given: found[0].Given.SQL}, true
}

// name is a target's; that of one is the beginning of no other's.
func name(n int) string { return fmt.Sprintf("client-%02d", n) }

// makeRun makes a run of a target, with its evidence, and reads it back as any other.
func makeRun(folder string, n int) (page.Source, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return page.Source{}, err
	}
	file, err := os.Create(filepath.Join(folder, "results.jsonl"))
	if err != nil {
		return page.Source{}, err
	}
	out := report.NewJSONL(file)
	run := report.Run{
		Type: "run", Format: report.FormatVersion, Started: time.Date(2026, 11, 27, 12, n, 0, 0, time.UTC), Command: []string{"pgfault", "run", "--target", name(n)}, Seed: int64(n),
		Scenarios: rows, Target: target.Hello{Name: name(n), Version: fmt.Sprintf("1.%d", n), Language: "c", Traits: &target.Traits{Cancel: target.CancelRunning}},
		Servers: []report.Server{{Provider: "native", Version: "15.18", Why: "it was asked for"}},
	}
	if err := out.Run(run); err != nil {
		return page.Source{}, err
	}
	for _, s := range scenarios.All()[:rows] {
		line, trace := makeCase(s.ID, n)
		for i, step := range s.Steps {
			if step.Do != nil {
				line.Expected = append(line.Expected, verdict.Expected{Step: i + 1, Expect: step.Do.Expect})
				line.Observed = append(line.Observed, makeCall(line, i+1, n, step.Do.Op, step.Do.Session, step.Do.SQL, len(line.Observed)))
			}
		}
		if trace != "" {
			path := filepath.Join(filepath.FromSlash(s.ID), "trace.txt")
			if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(path)), 0o755); err != nil {
				return page.Source{}, err
			}
			if err := os.WriteFile(filepath.Join(folder, path), []byte(trace), 0o600); err != nil {
				return page.Source{}, err
			}
			line.Artifacts = []string{filepath.ToSlash(path), s.ID + "/bytes.txt", s.ID + "/server.log", s.ID + "/transcript.jsonl"}
			if err := os.WriteFile(filepath.Join(folder, s.ID, "server.log"), []byte(makeServerLog(s.ID, n)), 0o600); err != nil {
				return page.Source{}, err
			}
			if err := os.WriteFile(filepath.Join(folder, s.ID, "bytes.txt"), []byte(makeBytes(trace)), 0o600); err != nil {
				return page.Source{}, err
			}
		}
		if err := out.Result(line); err != nil {
			return page.Source{}, err
		}
	}
	if err := file.Close(); err != nil {
		return page.Source{}, err
	}
	return page.Open(folder)
}

// dice is a number that is the same for the same words.
func dice(words ...any) int {
	h := fnv.New32a()
	fmt.Fprint(h, words...)
	return int(h.Sum32() >> 4)
}

func makeCase(id string, n int) (report.Line, string) {
	r := verdict.Result{ID: id, Target: name(n), Outcome: verdict.Pass, DurationMS: float64(dice(id, n, "ms")%90000) / 100}
	r.Questions = map[verdict.Question]verdict.Outcome{verdict.Safety: verdict.Pass, verdict.State: verdict.Pass, verdict.Write: verdict.NotAsked, verdict.Names: verdict.Pass}
	found := func(o verdict.Outcome, q verdict.Question, rule, against string) {
		r.Outcome, r.Questions[q] = o, o
		r.Reason = fmt.Sprintf("step 2: query on a: %s, as case %d of %s has it", strings.ReplaceAll(rule, "_", " "), dice(id, n)%1000, name(n))
		r.Findings = []verdict.Finding{{Outcome: o, Question: q, Rule: rule, Cause: rule + "/query/" + against, Step: 2, Text: r.Reason}}
	}
	switch roll := dice(id, n, "outcome") % 1000; {
	case roll < 30:
		found(verdict.Fail, verdict.Questions[dice(id, n, "q")%4], []string{"resent", "hang", "sqlstate", "status"}[dice(id, n, "rule")%4], []string{"answered", "no-answer", "connection-lost"}[dice(id, n, "against")%3])
	case roll < 70:
		found(verdict.Weak, verdict.Names, "sqlstate", "lost")
	case roll < 90:
		found(verdict.Fail, verdict.Safety, "leak", "idle")
		r.Outcome, r.Declared = verdict.ExpectedFail, &verdict.Deviation{Outcome: verdict.Fail, Why: "it is known to leave one behind"}
	case roll < 190:
		r.Outcome, r.Reason, r.Questions = verdict.Unsupported, "the target did not declare pool", nil
	case roll < 192:
		r.Outcome, r.Reason = verdict.HarnessError, "the fault never fired"
	}
	at := time.Date(2026, 11, 27, 12, 0, 0, dice(id, n)%1e9, time.UTC)
	r.Faults = []verdict.Injected{{Step: 2, Name: "reset", At: "downstream CommandComplete", Firings: []fault.Firing{{Fault: "reset", At: at, Where: "connection 1, downstream CommandComplete #1, after byte 0", Conn: 1}}}}
	for _, session := range []string{"a", "recovery"} {
		nonce := fmt.Sprintf("nonce-%016x", dice(id, n, session)*7919)
		yes := true
		r.Probes = append(r.Probes, verdict.Probe{Session: session, New: session != "a", Nonce: nonce, Did: []verdict.Observed{{
			Request: target.Request{Op: target.OpQuery, Session: session, SQL: "SELECT '" + nonce + "'"}, Answer: target.Answer{OK: &yes, Status: "open"},
			DurationMS: float64(dice(id, n, session) % 100),
		}}})
	}
	r.Truth = []verdict.TruthAnswer{{Name: "what is there", Want: [][]string{{"1"}}, Got: [][]string{{fmt.Sprint(dice(id, n) % 3)}}}}
	if r.Outcome == verdict.Pass || r.Outcome == verdict.Unsupported {
		return report.NewLine("", r), ""
	}
	return report.NewLine("", r), makeTrace(id, n)
}

func makeCall(l report.Line, step, n int, op target.Op, session, sql string, nth int) verdict.Observed {
	ok := nth != 1 || l.Outcome == verdict.Pass
	o := verdict.Observed{
		Step: step, Request: target.Request{ID: int64(nth), Op: op, Session: session, SQL: sql, TimeoutMS: 2000}, Answer: target.Answer{OK: &ok, Status: "open", Tx: "idle"},
		DurationMS: float64(dice(l.ID, n, step)%20000) / 100,
		Wire:       &verdict.Wire{Exchanges: []verdict.Exchange{{Conn: 1, Sent: "Parse Bind Describe Execute Sync", Bytes: int64(dice(l.ID) % 200), Rows: dice(l.ID, step) % 3, Tags: []string{"SELECT 1"}, Tx: "I"}}},
	}
	if !ok {
		o.Answer.Error = &target.Error{Message: fmt.Sprintf("%s: server closed the connection unexpectedly at %x", name(n), dice(l.ID, n, "m")), Native: name(n) + ".OperationalError", SQLState: "08006"}
		o.Wire.Exchanges[0].Tags, o.Wire.Exchanges[0].End = nil, verdict.EndRST
	}
	return o
}

// makeBytes are the bodies of a conversation's messages, as they are kept.
func makeBytes(trace string) string {
	var b strings.Builder
	for line := range strings.Lines(trace) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch fields[4] {
		case "Query", "CommandComplete":
			b.WriteString(hex.EncodeToString([]byte(fields[5] + "\x00")))
		case "ParameterStatus":
			b.WriteString(hex.EncodeToString([]byte(strings.Replace(fields[5], "=", "\x00", 1) + "\x00")))
		case "ReadyForQuery":
			b.WriteString("49")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// makeServerLog is what the server logged of a case.
func makeServerLog(id string, n int) string {
	at := time.Date(2026, 11, 27, 12, 0, 0, dice(id, n, "t")%1e9, time.UTC).Format("2006-01-02 15:04:05.000 UTC")
	pid, database := 1000+dice(id, n, "pid")%90000, dice(id, n)%600
	return fmt.Sprintf("%s [%d] 57P01 <pgfault_%d> FATAL:  terminating connection due to administrator command\n%[1]s [%[2]d] 57P01 <pgfault_%[3]d> STATEMENT:  INSERT INTO account VALUES (%d, 'ada')\n",
		at, pid, database, n)
}

// makeTrace is a conversation: a login, some statements, the fault, and the questions afterwards.
func makeTrace(id string, n int) string {
	var b strings.Builder
	at := time.Date(2026, 11, 27, 12, 0, 0, dice(id, n, "t")%1e9, time.UTC)
	say := func(who string, size int, message, text string) {
		at = at.Add(time.Duration(dice(id, n, message, b.Len())%900) * time.Microsecond)
		fmt.Fprintf(&b, "%s\t1\t%s\t%d\t%s\t%s\n", at.Format("15:04:05.000000"), who, size, message, text)
	}
	for range 2 {
		say("F", 47, "StartupMessage", fmt.Sprintf("user=pgfault_user database=pgfault_%d", dice(id, n)%600))
		say("B", 24, "AuthenticationSASL", "")
		say("F", 55, "SASLInitialResponse", "")
		say("B", 93, "AuthenticationSASLContinue", "")
		say("F", 109, "SASLResponse", "")
		for _, p := range []string{"application_name=", "client_encoding=UTF8", "DateStyle=ISO, MDY", "in_hot_standby=off", "server_version=15.18", "TimeZone=UTC"} {
			say("B", 10+len(p), "ParameterStatus", p)
		}
		say("B", 13, "BackendKeyData", fmt.Sprintf("pid %d, key masked", dice(id, n, b.Len())%90000))
		say("B", 6, "ReadyForQuery", "idle")
		for i := range 3 + dice(id, n, "n")%5 {
			say("F", 40, "Query", fmt.Sprintf("INSERT INTO account VALUES (%d, 'nonce-%08x')", i, dice(id, n, i)))
			say("B", 14, "CommandComplete", "INSERT 0 1")
			say("B", 6, "ReadyForQuery", "idle")
		}
		say("-", 0, "(fired)", "reset: connection 1, downstream CommandComplete #1, after byte 0")
	}
	return b.String()
}
