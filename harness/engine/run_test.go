package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// runSingle runs one scenario and gives its result.
func runSingle(t *testing.T, cfg engine.Config, sc scenario.Scenario) verdict.Result {
	t.Helper()
	cfg.Server, cfg.Scenarios, cfg.Parallel = server, []scenario.Scenario{sc}, 1
	report, err := engine.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Results) != 1 {
		t.Fatalf("%d results: %+v", len(report.Results), report)
	}
	return report.Results[0]
}

func wantResult(t *testing.T, r verdict.Result, outcome verdict.Outcome, text string) {
	t.Helper()
	if r.Outcome != outcome || !strings.Contains(r.Reason, text) {
		t.Fatalf("want %s with %q, got %s: %s\n%+v", outcome, text, r.Outcome, r.Reason, r.Findings)
	}
}

func TestTheReferencePasses(t *testing.T) {
	r := runSingle(t, engine.Config{Target: reference.New()}, insert(
		scenario.Step{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT $1::text, NULL", Args: []string{"y"}, Expect: scenario.Expect{Rows: [][]string{{"y", scenario.Null}}}}},
		scenario.Step{Rig: &scenario.Rig{Session: "rival", SQL: "SELECT pg_sleep(0.01)", Async: true}},
		scenario.Step{Rig: &scenario.Rig{Session: "rival", SQL: "BEGIN", Until: "SELECT count(*) = 1 FROM t"}},
		scenario.Step{Rig: &scenario.Rig{Session: "rival", SQL: "INSERT INTO t VALUES ('never committed')"}},
	))
	wantResult(t, r, verdict.Pass, "")
}

func TestATruthTellsNullFromAnEmptyText(t *testing.T) {
	sc := insert()
	sc.Truth = []scenario.Truth{{Name: "NULL and nothing", SQL: "SELECT NULL, ''", Rows: [][]string{{scenario.Null, ""}}}}
	wantResult(t, runSingle(t, engine.Config{Target: reference.New()}, sc), verdict.Pass, "")
	for _, row := range [][]string{{"", ""}, {scenario.Null, scenario.Null}} {
		sc.Truth[0].Rows = [][]string{row}
		wantResult(t, runSingle(t, engine.Config{Target: reference.New()}, sc), verdict.Fail, "NULL and nothing")
	}
}

func TestABrokenTargetFailsWithAReason(t *testing.T) {
	type do = doer
	on := func(word string, then func(context.Context, target.Request, do) (target.Answer, error)) *double {
		return intercepting(func(ctx context.Context, req target.Request, d doer) (target.Answer, error) {
			if strings.Contains(req.SQL, word) || string(req.Op) == word {
				return then(ctx, req, d)
			}
			return d(req)
		})
	}
	short := insert()
	short.Steps[1].Do.Timeout = 20 * time.Millisecond
	short.Steps[1].Do.Expect.Within = 30 * time.Millisecond
	tests := []struct {
		name    string
		tgt     *double
		sc      scenario.Scenario
		outcome verdict.Outcome
		text    string
	}{
		{"always ok", intercepting(func(context.Context, target.Request, doer) (target.Answer, error) { return ok(), nil }), insert(), verdict.Fail, "step 1: connect on a: reported a connection that never reached the server"},
		{"always ok before a fault", intercepting(func(context.Context, target.Request, doer) (target.Answer, error) { return ok(), nil }), insert(resetOnQuery("x"), query("SELECT 'x'", scenario.Expect{Fails: true})), verdict.Fail, "the wire saw 0"},
		{"panics", on("INSERT", func(context.Context, target.Request, do) (target.Answer, error) { panic("boom") }), insert(), verdict.Fail, `step 2: query on a: target panicked in query: "boom"`},
		{"hangs", on("INSERT", func(ctx context.Context, _ target.Request, _ do) (target.Answer, error) {
			<-ctx.Done()
			return target.Answer{}, ctx.Err()
		}), short, verdict.Fail, "step 2: query on a: no answer to query after"},
		{"breaks the protocol", on("INSERT", func(context.Context, target.Request, do) (target.Answer, error) { return target.Answer{}, errBug }), insert(), verdict.HarnessError, errBug.Error()},
		{"writes twice", on("INSERT", func(_ context.Context, req target.Request, d do) (target.Answer, error) {
			_, _ = d(req)
			return d(req)
		}), insert(), verdict.Fail, `truth: one row: the server holds "x / x"`},
		{"writes nothing", on("INSERT", func(context.Context, target.Request, do) (target.Answer, error) { return ok(), nil }), insert(), verdict.Fail, "the server holds no rows"},
		{"serves old rows", on("SELECT 'nonce", func(context.Context, target.Request, do) (target.Answer, error) {
			a := ok()
			a.Rows = target.Rows{{target.Text("old")}}
			return a, nil
		}), insert(), verdict.Fail, `session a: a question was answered with "old", not with its own answer`},
		{"does not recover", on("SELECT 'nonce", func(_ context.Context, req target.Request, d do) (target.Answer, error) {
			if req.Session != "a" {
				return target.Answer{OK: target.Bool(false)}, nil
			}
			return d(req)
		}), insert(), verdict.Fail, "the next connection: query failed"},
		{"leaks", on("close", func(context.Context, target.Request, do) (target.Answer, error) { return ok(), nil }), insert(), verdict.Fail, "a connection outlived its session: a backend is idle"},
		{"can't", on("INSERT", func(context.Context, target.Request, do) (target.Answer, error) {
			return target.Answer{Unsupported: true, Why: "too old"}, nil
		}), insert(), verdict.Fail, "step 2: query on a: unsupported: too old; every target must do that"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantResult(t, runSingle(t, engine.Config{Target: tt.tgt}, tt.sc), tt.outcome, tt.text)
		})
	}
}

// Who needs a second try for a new connection is asked to close that of the first, which is left behind otherwise.
func TestATryOfTheRecoveryIsClosed(t *testing.T) {
	t.Parallel()
	var did []string
	tgt := intercepting(func(_ context.Context, req target.Request, do doer) (target.Answer, error) {
		if req.Session != "recovery" {
			return do(req)
		}
		did = append(did, string(req.Op))
		if req.Op == target.OpQuery && len(did) == 2 {
			return target.Answer{Error: &target.Error{Message: "not yet"}}, nil
		}
		return do(req)
	})
	wantResult(t, runSingle(t, engine.Config{Target: tgt}, insert()), verdict.Weak, "it connected again with the 2. try")
	if got := strings.Join(did, " "); got != "connect query close connect query close" {
		t.Error(got)
	}
}

// No answer about what the target left must not be taken for the answer that it left nothing. A server that answers nobody for
// seconds has kept the judge from knowing, which is no error of the harness either.
func TestNoAnswerAboutBackendsIsUnknown(t *testing.T) {
	db, err := server.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Drop(context.Background()) //nolint:errcheck // the server ends with the tests
	conn, err := db.AdminConn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	tgt := intercepting(func(ctx context.Context, req target.Request, do doer) (target.Answer, error) {
		a, err := do(req)
		if req.Op != target.OpClose || req.Session != "a" {
			return a, err
		}
		// Who asks for the backends of a user looks him up. The server gives the lock back by itself, after more than the
		// ten seconds that an answer may take.
		for _, sql := range []string{"SET idle_in_transaction_session_timeout = '6s'", "BEGIN", "LOCK TABLE pg_authid IN ACCESS EXCLUSIVE MODE"} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				t.Errorf("%s: %v", sql, err)
			}
		}
		return a, err
	})
	wantResult(t, runSingle(t, engine.Config{Target: tgt}, insert()), verdict.Unknown, "look for the target's backends: ask on the side channel: the limit for the side channel is 5s")
}

func TestAFaultThatDoesNotFireIsOurError(t *testing.T) {
	t.Parallel()
	r := runSingle(t, engine.Config{Target: reference.New()}, insert(resetOnQuery("never said")))
	wantResult(t, r, verdict.HarnessError, `step 3: fault reset never fired (upstream Query with "never said", before its first byte): nothing went upstream`)
	if !strings.Contains(r.Reason, "never said") {
		t.Fatalf("the reason does not say where: %s", r.Reason)
	}
}

func TestAConditionThatNeverComesIsOurError(t *testing.T) {
	t.Parallel()
	r := runSingle(t, engine.Config{Target: reference.New()}, insert(scenario.Step{Rig: &scenario.Rig{Until: "SELECT 1/0"}}))
	wantResult(t, r, verdict.HarnessError, "step 3: wait until \"SELECT 1/0\"")
}

func TestTheLimitOfTheScenarioIsNamed(t *testing.T) {
	t.Parallel()
	sc := insert(query("SELECT pg_sleep(10)", scenario.Expect{}))
	r := runSingle(t, engine.Config{Target: reference.New(), Timeout: 300 * time.Millisecond}, sc)
	wantResult(t, r, verdict.HarnessError, "step 3: query was given up: the limit of the scenario is 300ms")
}

func TestWhatCannotBeAskedIsNotAsked(t *testing.T) {
	t.Parallel()
	sc := insert()
	sc.Given.Needs = []target.Capability{target.CapListen, "magic"}
	wantResult(t, runSingle(t, engine.Config{Target: reference.New()}, sc), verdict.HarnessError, `unknown capability "magic"`)
}

func TestEvidenceIsKeptBesideWhatDidNotPass(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	bad := insert(query("SELECT 1", scenario.Expect{Status: []pgdiag.Status{pgdiag.StatusFaulty}}))
	r := runSingle(t, engine.Config{Target: reference.New(), Out: out}, bad)
	wantResult(t, r, verdict.Fail, `status is "open", expected faulty`)
	var kept []string
	for _, name := range r.Artifacts {
		kept = append(kept, filepath.Base(name))
	}
	if want := []string{"trace.txt", "bytes.txt", "transcript.jsonl", "result.json"}; !slices.Equal(kept, want) {
		t.Fatalf("%v are kept, not %v", r.Artifacts, want)
	}
	for _, name := range r.Artifacts {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil || len(data) == 0 {
			t.Fatalf("%s: %v", name, err)
		}
	}
	r = runSingle(t, engine.Config{Target: reference.New(), Out: out}, insert())
	if wantResult(t, r, verdict.Pass, ""); len(r.Artifacts) > 0 {
		t.Errorf("%v are kept of a pass", r.Artifacts)
	}
	r = runSingle(t, engine.Config{Target: reference.New(), Out: out, KeepAll: true}, insert())
	if wantResult(t, r, verdict.Pass, ""); len(r.Artifacts) != 4 {
		t.Errorf("all is to be kept, and of a pass it is %v", r.Artifacts)
	}
	if text := r.Observed[0].Request.DSN; !strings.Contains(text, ":***@") {
		t.Fatalf("the password is in the report: %s", text)
	}
}
