package matchers

import (
	"errors"
	"fmt"

	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
)

// BeDatabaseError succeeds where the error is of PEP 249's class DatabaseError or one derived from it, as "except
// DatabaseError" does in Python.
func BeDatabaseError() types.GomegaMatcher { return databaseError{} }

type databaseError struct{}

// Match implements gomega's matcher.
func (databaseError) Match(actual any) (bool, error) {
	d, err := diagnosisOf(actual)
	if err != nil {
		return false, fmt.Errorf("match class: %w", err)
	}
	return errors.Is(d, pgdiag.DatabaseError), nil
}

// FailureMessage implements gomega's matcher.
func (databaseError) FailureMessage(actual any) string {
	return fmt.Sprintf("Expected\n    %s\nto be a DatabaseError", describe(actual))
}

// NegatedFailureMessage implements gomega's matcher.
func (databaseError) NegatedFailureMessage(actual any) string {
	return fmt.Sprintf("Expected\n    %s\nnot to be a DatabaseError", describe(actual))
}
