package postgres_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv(childProvider) != "" {
		child()
		return
	}
	goleak.VerifyTestMain(m)
}
