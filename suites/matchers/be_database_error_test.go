package matchers_test

import (
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/suites/matchers"
)

func TestBeDatabaseError(t *testing.T) {
	holds(t, matchers.BeDatabaseError(), &pgdiag.Diagnosis{Class: pgdiag.IntegrityError})
	holds(t, matchers.BeDatabaseError(), &pgdiag.Diagnosis{Class: pgdiag.DatabaseError})
	fails(t, matchers.BeDatabaseError(), &pgdiag.Diagnosis{Class: pgdiag.InterfaceError}, "DatabaseError")
}
