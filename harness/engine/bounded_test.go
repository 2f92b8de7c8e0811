package engine_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// TestATruthIsReadNoFurtherThanItsBound asks for what would take all memory that there is, and what is asked after it is
// answered.
func TestATruthIsReadNoFurtherThanItsBound(t *testing.T) {
	sc := insert()
	sc.Truth = append([]scenario.Truth{{Name: "too much", SQL: "SELECT repeat('x', 1000000) FROM generate_series(1, 100000)", Rows: [][]string{{"x"}}}}, sc.Truth...)
	r := runSingle(t, engine.Config{Target: reference.New()}, sc)
	wantResult(t, r, verdict.Fail, "truth: too much: the server holds \"the answer has more than 64 MB")
	if len(r.Truth) != 2 || len(r.Truth[1].Got) != 1 {
		t.Errorf("the truth after it is %+v", r.Truth)
	}
}
