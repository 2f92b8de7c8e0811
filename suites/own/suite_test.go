// Package own_test shows a test of one's own with Ginkgo and Gomega: a rig, a fault, and what is expected of the diagnosis.
// Both files are to be copied.
package own_test

import (
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/harness"
)

// TestMain keeps one server for all specs.
func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

func TestOwn(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "A test of one's own")
}
