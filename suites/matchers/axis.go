package matchers

import (
	"fmt"

	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
)

// axis is a matcher for one field of a diagnosis.
type axis struct {
	name string
	want string
	get  func(*pgdiag.Diagnosis) string
}

var _ types.GomegaMatcher = (*axis)(nil)

// Match implements gomega's matcher. What is no diagnosis and no error is a mistake in the test, and so an error.
func (a *axis) Match(actual any) (bool, error) {
	d, err := diagnosisOf(actual)
	if err != nil {
		return false, fmt.Errorf("match %s: %w", a.name, err)
	}
	return a.get(d) == a.want, nil
}

// FailureMessage shows the whole diagnosis: one axis rarely explains itself.
func (a *axis) FailureMessage(actual any) string {
	return fmt.Sprintf("Expected\n    %s\nto have the %s\n    %s", describe(actual), a.name, a.want)
}

// NegatedFailureMessage is FailureMessage for ToNot.
func (a *axis) NegatedFailureMessage(actual any) string {
	return fmt.Sprintf("Expected\n    %s\nnot to have the %s\n    %s", describe(actual), a.name, a.want)
}

// diagnosisOf is the diagnosis that a test gives a matcher, or that of the error it gives.
func diagnosisOf(actual any) (*pgdiag.Diagnosis, error) {
	var d *pgdiag.Diagnosis
	switch v := actual.(type) {
	case *pgdiag.Diagnosis:
		d = v
	case error:
		d = pgdiag.Diagnose(v)
	case nil:
		return nil, errNil
	default:
		return nil, fmt.Errorf("want a *pgdiag.Diagnosis or an error, not %T", actual)
	}
	if d == nil {
		return nil, errNil
	}
	return d, nil
}

func describe(actual any) string {
	d, err := diagnosisOf(actual)
	if err != nil {
		return fmt.Sprintf("%v", actual)
	}
	return fmt.Sprintf("condition=%s sqlstate=%s class=%s origin=%s scope=%s outcome=%s retry=%s phase=%s status=%s tx=%s\n    %s",
		d.Condition, d.SQLState, d.Class, d.Origin, d.Scope, d.Outcome, d.Retry, d.Phase, d.Status, d.Tx, d.Error())
}
