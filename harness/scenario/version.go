package scenario

import "reflect"

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

// on is the expectation on a server of a major version. It goes by all the fields there are, so that none is forgotten.
func (e Expect) on(major int) Expect {
	best := 0
	for since := range e.Since {
		if since <= major && since > best {
			best = since
		}
	}
	over, into := reflect.ValueOf(e.Since[best]), reflect.ValueOf(&e).Elem()
	for i := range over.NumField() {
		if field := over.Field(i); !field.IsZero() {
			into.Field(i).Set(field)
		}
	}
	e.Since = nil
	return e
}
