package shimcheck_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/shimcheck"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/scenarios"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// broken is the reference with a mistake.
type broken struct {
	hello  func(*target.Hello)
	before func(*target.Request)
	after  func(target.Request, *target.Answer)
}

func (b broken) Name() string { return "broken" }

func (b broken) Start(ctx context.Context) (target.Instance, error) {
	inst, err := reference.New().Start(ctx)
	return brokenInstance{inst, b}, err
}

type brokenInstance struct {
	target.Instance
	broken broken
}

func (b brokenInstance) Hello() target.Hello {
	hello := b.Instance.Hello()
	hello.Capabilities = append([]target.Capability{}, hello.Capabilities...)
	hello.Reports = append([]target.Report{}, hello.Reports...)
	if b.broken.hello != nil {
		b.broken.hello(&hello)
	}
	return hello
}

func (b brokenInstance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	if b.broken.before != nil {
		b.broken.before(&req)
	}
	a, err := b.Instance.Do(ctx, req)
	if b.broken.after != nil {
		b.broken.after(req, &a)
	}
	return a, err
}

func check(t *testing.T, tgt target.Target) shimcheck.Report {
	t.Helper()
	rig := harness.Start(t, harness.Config{})
	got, err := shimcheck.Run(t.Context(), tgt, rig.Rig(), scenarios.All())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func problems(r shimcheck.Report) string {
	var all []string
	for _, item := range r.Items {
		for _, p := range item.Problems {
			all = append(all, item.What+": "+p)
		}
	}
	return strings.Join(all, "\n")
}

func TestNothingIsLeftToDoInTheReference(t *testing.T) {
	got := check(t, reference.New())
	if got.ToDo() > 0 {
		t.Error(problems(got))
	}
	if c := got.Coverage; c.Asked != c.Scenarios || c.Scenarios != len(scenarios.All()) || len(c.Missing) > 0 {
		t.Errorf("the reference is asked everything, and not %+v", c)
	}
}

func TestAMistakeIsNamed(t *testing.T) {
	tests := []struct {
		name string
		give broken
		want string
	}{
		{"a word that there is not", broken{after: func(_ target.Request, a *target.Answer) {
			if a.Status == "open" {
				a.Status = "ready"
			}
		}}, `status "ready" is no status`},
		{"a class with its module", broken{after: func(_ target.Request, a *target.Answer) {
			if a.Error != nil && a.Error.Class != "" {
				a.Error.Class = "psycopg2." + a.Error.Class
			}
		}}, `class "psycopg2.ProgrammingError" is not the name of a class, without its module`},
		{"an operation that it declared", broken{after: func(req target.Request, a *target.Answer) {
			if req.Op == target.OpCopyOut {
				*a = target.Answer{Unsupported: true, Why: "not yet"}
			}
		}}, "copy_out: it answers unsupported (not yet)"},
		{"a report that is never said", broken{hello: func(h *target.Hello) {
			h.Reports = append(h.Reports, target.ReportSafeToRetry)
		}}, `"safe_to_retry" is declared, and was never said`},
		{"a begin that sends nothing, and is not declared so", broken{before: func(req *target.Request) {
			if req.Op == target.OpBegin {
				req.Op = target.OpStatus
			}
		}}, `declare the trait "begin":"lazy"`},
		{"a deadline that is not kept", broken{before: func(req *target.Request) {
			if req.Op == target.OpQuery {
				req.TimeoutMS = 0
			}
		}}, "its deadline was 300ms, and it succeeded"},
		{"a session of an earlier scenario", broken{before: func(req *target.Request) {
			if req.Op == target.OpConnect && strings.Contains(req.DSN, "nowhere_to_be_found") {
				req.Op = target.OpStatus
			}
		}, after: func(req target.Request, a *target.Answer) {
			if strings.Contains(req.DSN, "nowhere_to_be_found") {
				*a = target.Answer{OK: target.Bool(false), Error: &target.Error{Message: "no"}}
			}
		}}, "answered by an earlier session of the same name"},
		{"rows and an error", broken{after: func(_ target.Request, a *target.Answer) {
			if a.Error != nil {
				a.Rows = target.Rows{{target.Text("x")}}
			}
		}}, "it fails and has rows beside that"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := check(t, tt.give)
			if all := problems(got); !strings.Contains(all, tt.want) {
				t.Errorf("%q is not among:\n%s", tt.want, all)
			}
		})
	}
}

func TestWhatIsNotDeclaredIsNotTried(t *testing.T) {
	got := check(t, broken{hello: func(h *target.Hello) { h.Capabilities = []target.Capability{target.CapTx} }, after: func(req target.Request, a *target.Answer) {
		switch req.Op {
		case target.OpConnect, target.OpClose, target.OpQuery, target.OpBegin, target.OpCommit, target.OpRollback:
		default:
			*a = target.Answer{Unsupported: true}
		}
	}})
	skipped := 0
	for _, item := range got.Items {
		if item.Skipped != "" {
			skipped++
		}
	}
	if skipped < 10 || len(got.Coverage.Missing) == 0 || got.Coverage.Asked == 0 {
		t.Errorf("%d items were skipped, and the coverage is %+v", skipped, got.Coverage)
	}
	if got.ToDo() > 0 {
		t.Error(problems(got))
	}
}

func TestAShimThatDoesNotStart(t *testing.T) {
	got := check(t, target.Exec("false"))
	if len(got.Items) != 1 || got.ToDo() != 1 {
		t.Errorf("%+v", got)
	}
}
