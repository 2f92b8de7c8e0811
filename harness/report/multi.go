package report

import "errors"

// Multi shows a run on several renderers. Where one fails the others still get everything.
type Multi []Renderer

// Run calls Run on each.
func (m Multi) Run(run Run) error { return m.each(func(r Renderer) error { return r.Run(run) }) }

// Started calls Started on each.
func (m Multi) Started(id string) error {
	return m.each(func(r Renderer) error { return r.Started(id) })
}

// Result calls Result on each.
func (m Multi) Result(line Line) error {
	return m.each(func(r Renderer) error { return r.Result(line) })
}

// Summary calls Summary on each.
func (m Multi) Summary(summary Summary) error {
	return m.each(func(r Renderer) error { return r.Summary(summary) })
}

// Close calls Close on each.
func (m Multi) Close() error { return m.each(Renderer.Close) }

func (m Multi) each(call func(Renderer) error) error {
	var errs []error
	for _, r := range m {
		errs = append(errs, call(r))
	}
	return errors.Join(errs...)
}
