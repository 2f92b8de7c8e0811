package provide

import (
	"errors"
)

// ErrUnavailable is in the tree of every error that says that a server cannot be had here.
var ErrUnavailable = errors.New("no PostgreSQL server to be had")

// UnavailableError says why a provider gives no server, and what to do about it.
type UnavailableError struct {
	// Provider is the provider's name; "" where it is none in particular.
	Provider string
	// Reason is what is wrong, in one line.
	Reason string
	// Advice is what to do, in one line.
	Advice string
	// Err is the cause, nil where there is none beyond Reason.
	Err error
}

// Error is one line: what is wrong and what to do.
func (e *UnavailableError) Error() string {
	text := "postgres"
	if e.Provider != "" {
		text += " " + e.Provider
	}
	text += ": " + e.Reason
	if e.Advice != "" {
		text += "; " + e.Advice
	}
	return text
}

// Is reports whether target is ErrUnavailable.
func (e *UnavailableError) Is(target error) bool { return target == ErrUnavailable }

// Unwrap gives the cause.
func (e *UnavailableError) Unwrap() error { return e.Err }

// Err is the availability as an error, nil where it is OK.
func (a Availability) Err() error {
	if a.OK {
		return nil
	}
	return &UnavailableError{Provider: a.Provider, Reason: a.Detail, Advice: a.Advice}
}
