// Package gokit is what the shims of Go clients share: sessions and pools by their names, callers with deadlines who may give
// up, and what errors.Is and errors.As tell of any error. What is left to a shim is its library's own calls.
package gokit

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/pgfault/pgfault/harness/target"
)

// Client is a library as its shim has it: S is its session, and P its pool.
type Client[S, P any] struct {
	// Hello is what the target says of itself; its protocol and its language are added.
	Hello target.Hello
	// Connect makes a session.
	Connect func(ctx context.Context, req target.Request) (S, error)
	// Operations are those on a session. Each fills in the answer, and returns what the library has returned. One that is
	// missing is answered as unsupported.
	Operations map[target.Op]func(S, context.Context, target.Request, *target.Answer) error
	// OpenPool, Acquire and ClosePool are those of a library with a pool; a pool_release is an operation on a session.
	OpenPool  func(ctx context.Context, req target.Request) (P, error)
	Acquire   func(ctx context.Context, pool P, req target.Request) (S, error)
	ClosePool func(pool P) error
	// State says what the library knows of a session; nil where it knows nothing.
	State func(s S, a *target.Answer)
	// Claim adds what the library's own errors say; nil adds nothing. What Said says is in the claim already.
	Claim func(err error, claim *target.Error)
	// End closes a session that was left open at the end of all.
	End func(S)
}

// Main is a shim's main: it speaks the protocol on stdin and stdout.
func Main[S, P any](c Client[S, P]) {
	if err := target.ServeMain(context.Background(), c.Instance()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Said is what any error of Go says by errors.As and errors.Is: its text, its type, an SQLState method, and that a deadline
// has ended it.
func Said(err error) *target.Error {
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
	return claim
}
