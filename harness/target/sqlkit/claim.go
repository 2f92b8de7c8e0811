package sqlkit

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness/target"
)

// failed is the answer of a call that failed: what errors.As and errors.Is tell its caller, and nothing more.
func (in *instance) failed(err error) target.Answer {
	claim := &target.Error{Message: err.Error(), Native: fmt.Sprintf("%T", err)}
	if coded, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err); ok {
		claim.SQLState = coded.SQLState()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		claim.Timeout = target.Bool(true)
	}
	if errors.Is(err, driver.ErrBadConn) {
		claim.Disconnect = target.Bool(true)
	}
	if in.driver.Claim != nil {
		in.driver.Claim(err, claim)
	}
	return target.Answer{OK: target.Bool(false), Error: claim}
}
