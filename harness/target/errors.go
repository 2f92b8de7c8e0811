package target

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// The kinds of failure of an instance, for errors.Is. None of them is an answer of the target's.
var (
	ErrProtocol = errors.New("target broke the shim protocol")
	ErrDied     = errors.New("target died")
	ErrDeadline = errors.New("target hung")
	ErrPanic    = errors.New("target panicked")
	ErrClosed   = errors.New("instance is closed")
)

// errAbandoned is why an instance was not closed.
var errAbandoned = errors.New("an operation of it still runs, so it was abandoned")

// quoteMax bounds what of a target's output is quoted in an error, in bytes.
const quoteMax = 200

// ProtocolError is a line that is no answer.
type ProtocolError struct {
	// Problem says what is wrong with the line.
	Problem string
	// Line is the line, bounded.
	Line string
}

func (e *ProtocolError) Error() string {
	return fmt.Sprintf("%s: %s", e.Problem, quote(e.Line))
}

// Is tells that e is an ErrProtocol.
func (e *ProtocolError) Is(other error) bool { return other == ErrProtocol }

// DiedError is a process that ended, or closed its stdout, before it answered.
type DiedError struct {
	// Status is how it ended: "exit status 3", "signal: killed".
	Status string
	// Stderr is the end of what it wrote there.
	Stderr string
}

func (e *DiedError) Error() string {
	text := "target died (" + e.Status + ")"
	if last := lastWords(e.Stderr); last != "" {
		text += ", last on stderr: " + quote(last)
	}
	return text
}

// Is tells that e is an ErrDied.
func (e *DiedError) Is(other error) bool { return other == ErrDied }

// DeadlineError is an operation that had not returned when patience ended. The instance is of no further use.
type DeadlineError struct {
	Op Op
	// After is how long the operation had been waited for.
	After time.Duration
	// Cause says which limit was hit.
	Cause error
}

func (e *DeadlineError) Error() string {
	return fmt.Sprintf("no answer to %s after %s: %v", e.Op, e.After.Round(time.Millisecond), e.Cause)
}

// Is tells that e is an ErrDeadline.
func (e *DeadlineError) Is(other error) bool { return other == ErrDeadline }

func (e *DeadlineError) Unwrap() error { return e.Cause }

// PanicError is a panic of a target in this process.
type PanicError struct {
	Op    Op
	Value any
	Stack string
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("target panicked in %s: %s", e.Op, quote(fmt.Sprint(e.Value)))
}

// Is tells that e is an ErrPanic.
func (e *PanicError) Is(other error) bool { return other == ErrPanic }

// quote bounds and escapes text from outside.
func quote(s string) string {
	if len(s) > quoteMax {
		return strconv.Quote(s[:quoteMax]) + "…"
	}
	return strconv.Quote(s)
}
