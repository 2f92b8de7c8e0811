package catalogue_test

import (
	"context"
	"encoding/json"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// eachScenario makes a spec of every scenario, labelled by its family.
func eachScenario(spec func(ctx context.Context, s scenario.Scenario)) {
	for _, s := range scenarios.All() {
		It(s.ID, Label(s.Family()), func(ctx context.Context) { spec(ctx, s) })
	}
}

// judged runs a scenario on a target, where it can be run on this server. The whole result stands in the report of a spec that fails.
func judged(ctx context.Context, b *batch, tgt target.Target, s scenario.Scenario) verdict.Result {
	GinkgoHelper()
	result, err := b.result(ctx, tgt, s.ID)
	Expect(err).NotTo(HaveOccurred())
	if text, err := json.MarshalIndent(result, "", "  "); err == nil {
		AddReportEntry(tgt.Name()+" "+s.ID, ReportEntryVisibilityFailureOrVerbose, string(text))
	}
	if result.Outcome == verdict.Skipped {
		Skip(result.Reason) // not applicable on this server
	}
	return result
}
