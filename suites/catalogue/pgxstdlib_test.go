package catalogue_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
	"github.com/pgfault/pgfault/harness/verdict"
)

// database/sql claims little, and what is not claimed is weak, not wrong. What it does wrong is declared: a failure that
// is not declared is red here, and so is a declared one that is gone.
var _ = Describe("pgx-stdlib", Label("pgx-stdlib"), func() {
	b := &batch{containers: []string{"pgx-stdlib"}}
	eachScenario(func(ctx context.Context, s scenario.Scenario) {
		result := judged(ctx, b, pgxstdlib.New(), s)
		if result.Outcome == verdict.Unsupported {
			Skip(result.Reason) // it has said itself that it cannot
		}
		Expect(result.Outcome).To(BeElementOf(verdict.Pass, verdict.Weak, verdict.ExpectedFail), result.Reason)
	})
})
