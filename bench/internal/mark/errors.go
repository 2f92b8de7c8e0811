package mark

import "fmt"

// MissingError says that a benchmark needs something that this machine has not.
type MissingError struct {
	What string
	Err  error
}

// Error is one line.
func (e *MissingError) Error() string { return fmt.Sprintf("no %s here: %v", e.What, e.Err) }

// Unwrap is the reason.
func (e *MissingError) Unwrap() error { return e.Err }

// Missing is the line of a benchmark that could not be run here.
func Missing(b Benchmark, err *MissingError) Row {
	return Row{Benchmark: b.Name, What: b.Name}.note("%v", err)
}
