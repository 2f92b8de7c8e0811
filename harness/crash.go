package harness

import "github.com/pgfault/pgfault/harness/internal/crash"

// OnCrash has a program decide what becomes of a panic in one of the goroutines of the rig, of the engine and of the sweep, which
// is a defect of ours: it is given the panic's value and the stack, and has to end the program, since who waits for that goroutine
// may wait without end. Left alone, as in a test, Go ends the program with 2 and all stacks; nil goes back to that.
func OnCrash(f func(v any, stack []byte)) { crash.Handle(f) }
