// Package catalogue_test runs every scenario of the catalogue as a spec of its own: against the reference target in this
// process, against the same target behind the shim protocol, and against database/sql over pgx with what is known to be
// wrong with it.
//
//	go test ./suites/catalogue -ginkgo.focus 'reference network/close-mid-row'
//	go test ./suites/catalogue -ginkgo.label-filter 'network && shim'
package catalogue_test

import (
	"context"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/suites/internal/given"
)

func TestCatalogue(t *testing.T) {
	RegisterFailHandler(Fail)
	choose(PreviewSpecs("Catalogue"))
	RunSpecs(t, "Catalogue")
}

// srv is the suite's server; every scenario has a database of its own on it.
var srv *postgres.Server

var _ = BeforeSuite(func(ctx context.Context) {
	srv = given.Server(ctx)
})

var _ = AfterSuite(func() {
	for _, end := range suiteEnds {
		end()
	}
})
