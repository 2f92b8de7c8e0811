package sweep_test

import (
	"errors"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target/reference"
)

// TestATruthIsReadNoFurtherThanItsBound asks for what would take all memory that there is.
func TestATruthIsReadNoFurtherThanItsBound(t *testing.T) {
	w, err := sweep.Read([]byte(`
id: my/endless
title: the truth has no end
given: {sql: [CREATE TABLE t (v int), GRANT ALL ON t TO PUBLIC]}
steps:
  - do: {op: connect, session: s}
  - do: {op: query, session: s, sql: INSERT INTO t VALUES (1)}
truth:
  - {name: all, sql: "SELECT repeat('x', 1000000) FROM generate_series(1, 100000)", rows: [[x]]}
`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = sweep.Record(t.Context(), sweep.Config{Workloads: []sweep.Workload{w}, Faults: []string{"reset"}, Target: reference.New(), Server: server})
	if !errors.Is(err, postgres.ErrTooMuch) {
		t.Errorf("got %v", err)
	}
}
