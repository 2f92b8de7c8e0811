package pgdiag

import (
	"fmt"
	"reflect"
	"unsafe"
)

// forget makes a field unknown.
func forget(v reflect.Value) {
	reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem().SetZero()
}

// shape is what facts hold, without what tells one call from another.
func shape(f *facts) string {
	g := *f
	g.book, g.transport, g.socket, g.caller = nil, nil, nil, nil
	code := func(e any) string { return fmt.Sprintf("%T", e) }
	s := fmt.Sprint(f.transport != nil, code(f.transport), f.book != nil)
	if g.answer != nil {
		s += g.answer.Code + g.answer.Severity
	}
	if g.server != nil {
		s += g.server.Code
	}
	g.answer, g.server, g.fatal, g.txError, g.ended, g.notice = nil, nil, nil, nil, nil, nil
	return s + fmt.Sprintf("%+v", g)
}
