package catalogue_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

var _ = Describe("reference", Label("reference"), func() {
	eachScenario(func(ctx context.Context, s scenario.Scenario) {
		result := judged(ctx, reference.New(), s)
		Expect(result.Outcome).To(Equal(verdict.Pass), result.Reason)
	})
})
