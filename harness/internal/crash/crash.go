// Package crash says what becomes of a panic in a goroutine of ours. Left alone, Go would end the program with 2 and a stack, and 2
// is how a run says that the judge could not decide.
package crash

import (
	"runtime/debug"
	"sync/atomic"
)

var handle atomic.Pointer[func(v any, stack []byte)]

// Handle has a panic of any goroutine that is guarded handled from now on: with its value, and the stack where it came about. nil
// leaves it to Go, as it is at first.
func Handle(f func(v any, stack []byte)) {
	if f == nil {
		handle.Store(nil)
		return
	}
	handle.Store(&f)
}

// Guard is what each goroutine of ours defers first.
func Guard() {
	f := handle.Load()
	if f == nil {
		return
	}
	if v := recover(); v != nil {
		(*f)(v, debug.Stack())
	}
}
