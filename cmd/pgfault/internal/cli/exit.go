package cli

import (
	"errors"
	"fmt"
)

// The exit codes, as docs/architecture.md lists them.
const (
	exitMismatch    = 1   // a verdict is not the declared one
	exitUndecided   = 2   // the judge could not decide
	exitHarness     = 3   // our rig broke, or there is no PostgreSQL
	exitUsage       = 4   // the command line is wrong
	exitNothing     = 5   // nothing was selected
	exitInterrupted = 130 // SIGINT, SIGTERM or SIGHUP
)

// exitError ends the program with a code. Its text, where it has one, is the one line on stderr.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return &exitError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

func harnessFailure(err error) error { return &exitError{code: exitHarness, err: err} }

// codeOf is the exit code of an error. What cobra itself found wrong is the command line's fault: our own commands return
// an exitError for everything.
func codeOf(err error) int {
	if err == nil {
		return 0
	}
	var exit *exitError
	if errors.As(err, &exit) {
		return exit.code
	}
	return exitUsage
}
