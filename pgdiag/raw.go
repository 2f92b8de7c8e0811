package pgdiag

import (
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// RawConn is pgx's connection below what (*sql.Conn).Raw gives to its function, through OpenDB, through pgx's own stdlib,
// or through anything else with a Conn method that returns it; ok is false where there is none:
//
//	err := sqlConn.Raw(func(driverConn any) error {
//		conn, ok := pgdiag.RawConn(driverConn)
//		…
//	})
//
// The idiom of pgx's documentation, driverConn.(*stdlib.Conn), can't hold through OpenDB: database/sql hands out the very
// driver.Conn that it calls, and that is the one which keeps it from executing a statement twice. The assertion to
// interface{ Conn() *pgx.Conn } holds for both.
func RawConn(driverConn any) (conn *pgx.Conn, ok bool) {
	if c, is := driverConn.(*pgx.Conn); is {
		return c, c != nil
	}
	c, is := driverConn.(interface{ Conn() *pgx.Conn })
	if !is || isNil(driverConn) || handedBack(driverConn) || panics(func() { conn = c.Conn() }) {
		return nil, false
	}
	return conn, conn != nil
}

// inRaw calls use with the driver's connection of a *sql.Conn. Where another call is using that, it waits until
// enough, and then use is never called, and the error is errInUse: Raw itself would wait as long as that call takes.
func inRaw[T any](enough <-chan T, c rawConn, use func(driverConn any)) error {
	const (
		waiting = iota
		begun
		left
	)
	type result struct {
		err      error
		panicked any
	}
	var state atomic.Int32
	done := make(chan result, 1)
	go func() {
		r := result{err: ErrNotAConn}
		defer func() {
			r.panicked = recover()
			done <- r
		}()
		r.err = c.Raw(func(driverConn any) error {
			if state.CompareAndSwap(waiting, begun) {
				use(driverConn)
			}
			return nil
		})
	}()
	var r result
	select {
	case r = <-done:
	case <-enough:
		if state.CompareAndSwap(waiting, left) {
			return errInUse
		}
		r = <-done
	}
	if r.panicked != nil && state.Load() == begun {
		panic(r.panicked) // in a hook of the program's, which must hear of it
	}
	return r.err
}
