package wrap

import (
	"fmt"

	"github.com/pgfault/pgfault/harness/internal/owner"
)

// MarkOf is the mark of a run whose process had that number.
func MarkOf(pid int) string {
	self := owner.Self()
	self.PID = pid
	return fmt.Sprintf("%s-1", self)
}
