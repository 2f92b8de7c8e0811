package harness

import "fmt"

// UnavailableError says that a fault can't be caused here, and why.
type UnavailableError struct {
	Fault  string
	Reason string
}

// Error is one line.
func (e *UnavailableError) Error() string {
	return fmt.Sprintf("inject %s: not available here: %s", e.Fault, e.Reason)
}
