package wire

import (
	"errors"
	"fmt"
)

// ErrClosed is returned by a stage that has been closed.
var ErrClosed = errors.New("wire stage is closed")

// PositionError says why a position can't be in any conversation, and what is allowed.
type PositionError struct {
	Position Position
	Why      string
}

// Error is one line.
func (e *PositionError) Error() string { return fmt.Sprintf("check position: %s", e.Why) }
