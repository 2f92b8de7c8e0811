// Package target is who is tested: a program behind the shim protocol, or a library in this process. Both are an
// Instance; what a target answers is a claim, and nothing here judges it.
package target

import "context"

// Target is a way to get a running instance of what is tested.
type Target interface {
	// Name names the target before anything runs.
	Name() string
	// Start gives a running instance that has said hello. It is bounded by ctx.
	Start(ctx context.Context) (Instance, error)
}

// Instance is a running target.
type Instance interface {
	// Hello is what the target said of itself.
	Hello() Hello
	// Do does one operation and gives the target's answer. An error means that there was no answer: see ErrProtocol,
	// ErrDied, ErrDeadline and ErrPanic. ctx is the limit of the caller's patience with the target; the deadline that
	// the target itself has to keep is the request's TimeoutMS. It is safe for concurrent use; operations overlap
	// only where the target declared CapConcurrent.
	Do(ctx context.Context, req Request) (Answer, error)
	// Close ends the instance and everything it started. It may be called more than once, and after a failure.
	Close(ctx context.Context) error
}

// Logger is an Instance that keeps a log.
type Logger interface {
	// TakeLog gives what was logged since the last call, bounded in size.
	TakeLog() string
}

// Declarer is a Target that brings the declaration of its own known deviations: YAML, as verdict.LoadDeviations reads it.
type Declarer interface {
	Expect() []byte
}

// Supports tells whether the target declared a capability.
func (h Hello) Supports(c Capability) bool {
	for _, have := range h.Capabilities {
		if have == c || have == CapCopy && c == CapCopyIn {
			return true
		}
	}
	return false
}

// Succeeded tells whether the answer says that the operation succeeded.
func (a Answer) Succeeded() bool { return a.OK != nil && *a.OK }

// Text gives a pointer to s, as a value of a row or an argument.
func Text(s string) *string { return &s }

// Bool gives a pointer to b, as the OK of an answer.
func Bool(b bool) *bool { return &b }
