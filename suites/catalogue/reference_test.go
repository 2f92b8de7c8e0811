package catalogue_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// inProcess are the results of the reference target in this process, which the shim is compared to as well.
var inProcess = &batch{containers: []string{"reference", "pgfault shim"}}

var _ = Describe("reference", Label("reference"), func() {
	eachScenario(func(ctx context.Context, s scenario.Scenario) {
		result := judged(ctx, inProcess, reference.New(), s)
		Expect(result.Outcome).To(Equal(verdict.Pass), result.Reason)
	})
})
