package scenario

import "cmp"

// For gives the scenario as it is on a server of a major version: what is expected since then is expected outright.
func (s Scenario) For(major int) Scenario {
	steps := make([]Step, len(s.Steps))
	for i, step := range s.Steps {
		if step.Do != nil && step.Do.Expect.Since != nil {
			do := *step.Do
			do.Expect = do.Expect.on(major)
			step.Do = &do
		}
		steps[i] = step
	}
	s.Steps = steps
	return s
}

// on is the expectation on a server of a major version.
func (e Expect) on(major int) Expect {
	best := 0
	for since := range e.Since {
		if since <= major && since > best {
			best = since
		}
	}
	over := e.Since[best]
	e.Since = nil
	e.Fails = e.Fails || over.Fails
	e.Condition = either(over.Condition, e.Condition)
	e.SQLState = either(over.SQLState, e.SQLState)
	e.Class = either(over.Class, e.Class)
	e.Origin = either(over.Origin, e.Origin)
	e.Scope = either(over.Scope, e.Scope)
	e.Outcome = either(over.Outcome, e.Outcome)
	e.Retry = either(over.Retry, e.Retry)
	e.Status = either(over.Status, e.Status)
	e.Tx = either(over.Tx, e.Tx)
	e.First = either(over.First, e.First)
	e.Or = either(over.Or, e.Or)
	e.Rows = either(over.Rows, e.Rows)
	e.Payload = cmp.Or(over.Payload, e.Payload)
	e.AtLeast = cmp.Or(over.AtLeast, e.AtLeast)
	e.Within = cmp.Or(over.Within, e.Within)
	return e
}

// either is a where it is set, and else b.
func either[T any](a, b []T) []T {
	if a != nil {
		return a
	}
	return b
}
