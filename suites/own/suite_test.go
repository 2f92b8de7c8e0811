// Package own_test shows how one writes a test of one's own: a rig, a fault, and what is expected of the diagnosis.
package own_test

import (
	"context"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/suites/internal/given"
)

func TestOwn(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "A test of one's own")
}

var _ = BeforeSuite(func(ctx context.Context) { given.Available(ctx) })
