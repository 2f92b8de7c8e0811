package catalogue_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

var _ = Describe("pgfault shim", Ordered, Label("shim"), func() {
	var program string

	BeforeAll(func() {
		var err error
		program, err = gexec.Build("github.com/pgfault/pgfault/cmd/pgfault")
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(gexec.CleanupBuildArtifacts)
	})

	b := &batch{containers: []string{"pgfault shim"}}
	eachScenario(func(ctx context.Context, s scenario.Scenario) {
		here := judged(ctx, inProcess, reference.New(), s)
		behindProtocol := judged(ctx, b, target.Exec(program, "shim"), s)
		Expect(behindProtocol.Outcome).To(Equal(here.Outcome), behindProtocol.Reason)
	})
})
