package main_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// TestServices breaks each of the services: those that are good at every point, and those that are naive, of which it is said what
// their users would suffer.
func TestServices(t *testing.T) {
	folder := t.TempDir()
	service, naive := build(t, folder, "."), build(t, folder, "./naive")
	server := start(t)
	for _, test := range []struct {
		name   string
		argv   []string
		want   []wrap.Class
		needs  string // modules of Python
		faults []string
	}{
		{"pgxpool", []string{service}, nil, "", nil},
		{"pgxpool, naive", []string{naive}, []wrap.Class{wrap.DoneTwice, wrap.Wedged}, "", []string{"close", "silence"}},
		{"SQLAlchemy", []string{"/usr/bin/python3", "sqlalchemy/service.py"}, nil, "sqlalchemy, psycopg2", []string{"reset", "close", "error", "swallow", "silence"}},
		{"SQLAlchemy, naive", []string{"/usr/bin/python3", "sqlalchemy/naive.py"}, []wrap.Class{wrap.DoneTwice, wrap.Wedged}, "sqlalchemy, psycopg2", []string{"close", "silence"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.needs != "" && exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", "import "+test.needs).Run() != nil {
				t.Skipf("/usr/bin/python3 has not all of %s", test.needs)
			}
			report := wrapped(t, server, test.argv, []string{service, "pay"}, test.faults)
			found := map[wrap.Class]bool{}
			for _, r := range report.Results {
				found[wrap.Class(r.Program.Class)] = true
				for _, f := range r.Findings {
					found[wrap.Class(f.Rule)] = true
				}
				if test.want == nil && r.Outcome != verdict.Pass || r.Outcome == verdict.HarnessError {
					t.Errorf("%s is %s: %s", r.ID, r.Outcome, r.Reason)
				}
			}
			for _, class := range test.want {
				if !found[class] {
					t.Errorf("nothing is %q", class)
				}
			}
		})
	}
}

// within is what a load may take: who asks gives the service six seconds.
const within = 8 * time.Second

// points bounds how many are run of each: SQLAlchemy asks much at its first connection.
const points = 30

// wrapped wraps a service with its load.
func wrapped(t *testing.T, server *postgres.Server, argv, load, faults []string) engine.Report {
	t.Helper()
	setup, err := wrap.ReadSetup("setup.sql")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	w, err := wrap.Learn(ctx, wrap.Config{
		Command: wrap.Command{Argv: argv}, Server: server, Setup: setup, Faults: faults, Within: within, Clean: 2,
		Budget:  wrap.Budget{Points: points},
		Truth:   []string{"SELECT count(*), sum(amount) FROM payment"},
		Service: &wrap.Service{Ready: "http://127.0.0.1:{SERVICE_PORT}/ready", Load: load, Recover: 20 * time.Second},
	})
	defer func() {
		if err := w.Close(ctx); err != nil {
			t.Error(err)
		}
	}()
	if err != nil {
		t.Fatal(err)
	}
	report, err := w.Run(ctx, wrap.Watch{})
	if err != nil || len(report.Results) < 4 {
		t.Fatalf("%d results: %v", len(report.Results), err)
	}
	t.Logf("%d points: %v", len(report.Results), report.Counts)
	return report
}

func build(t *testing.T, folder, of string) string {
	t.Helper()
	program := filepath.Join(folder, "program"+strings.Trim(strings.ReplaceAll(of, "/", "-"), "."))
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, of).CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, text)
	}
	return program
}

func start(t *testing.T) *postgres.Server {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	cfg, err := postgres.Config{}.OrEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	server, err := postgres.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return server
}
