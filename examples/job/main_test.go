package main_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// limit is what the job may take: it gives itself a second and a half, and a second to find out what became of it.
const limit = 5 * time.Second

// TestTheJobIsGoodAtEveryPoint breaks it wherever it can be broken.
func TestTheJobIsGoodAtEveryPoint(t *testing.T) {
	program := filepath.Join(t.TempDir(), "job")
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, text)
	}
	ctx := context.WithoutCancel(t.Context())
	cfg, err := postgres.Config{}.OrEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	server, err := postgres.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Close(ctx); err != nil {
			t.Error(err)
		}
	}()
	setup, err := wrap.ReadSetup("setup.sql")
	if err != nil {
		t.Fatal(err)
	}
	w, err := wrap.Learn(ctx, wrap.Config{
		Command: wrap.Command{Argv: []string{program}}, Server: server, Setup: setup, All: true, Rerun: 1, Within: limit, Parallel: 1,
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
	if err != nil || len(report.Results) < 50 {
		t.Fatalf("%d results: %v", len(report.Results), err)
	}
	for _, r := range report.Results {
		if r.Outcome != verdict.Pass {
			t.Errorf("%s is %s: %s", r.ID, r.Outcome, r.Reason)
		}
	}
}
