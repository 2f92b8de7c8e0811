package pgdiag

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// held is what a program holds, as far as it can be asked. The zero value is no connection: nil, or handed back.
type held struct {
	conn    *pgconn.PgConn
	raw     rawConn
	pool    *pgxpool.Pool
	db      database
	foreign bool // nothing that is known here
	inUse   bool // a *sql.Conn whose connection another call is using
}

// rawConn is *sql.Conn, or what embeds one.
type rawConn interface {
	Raw(f func(driverConn any) error) error
}

// database is *sql.DB, or what embeds one.
type database interface {
	Conn(ctx context.Context) (*sql.Conn, error)
	Driver() driver.Driver
	Stats() sql.DBStats
}

// heldBy finds out what a program holds. It executes nothing, waits for nobody, and does not panic, whatever v is.
func heldBy(v any) held {
	if isNil(v) || handedBack(v) {
		return held{}
	}
	switch c := v.(type) {
	case *pgconn.PgConn:
		return held{conn: c}
	case *pgxpool.Pool:
		if panics(func() { c.Stat() }) {
			return held{}
		}
		return held{pool: c}
	case interface{ PgConn() *pgconn.PgConn }:
		return asked(func() *pgconn.PgConn { return c.PgConn() })
	case interface{ Conn() *pgx.Conn }:
		return asked(func() *pgconn.PgConn {
			if conn := c.Conn(); conn != nil {
				return conn.PgConn()
			}
			return nil
		})
	case rawConn:
		return held{raw: c}
	case database:
		if panics(func() { c.Driver() }) {
			return held{}
		}
		return held{db: c}
	}
	return held{foreign: true}
}

// asked is what a value's own method gives, which may be one that is not pgx's.
func asked(method func() *pgconn.PgConn) (h held) {
	if panics(func() { h.conn = method() }) {
		return held{foreign: true}
	}
	return h
}

// settled is a held whose connection is known, where it has one: database/sql's is asked for it, which takes as long as
// another call is using it, but no longer than ProbeTimeout.
func (h held) settled() held {
	if h.raw == nil {
		return h
	}
	enough := time.NewTimer(ProbeTimeout)
	defer enough.Stop()
	var found held
	switch err := inRaw(enough.C, h.raw, func(driverConn any) { found = heldBy(driverConn) }); {
	case errors.Is(err, errInUse):
		return held{inUse: true}
	case err != nil:
		return held{}
	}
	return found
}

// pgConnOf finds the pgconn connection below whatever the caller holds.
func pgConnOf(conn Conn) *pgconn.PgConn { return heldBy(conn).settled().conn }

// isNil tells whether there is nothing in an interface, or a nil pointer.
func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Chan, reflect.Slice:
		return r.IsNil()
	default:
		return false
	}
}

// handedBack tells whether a connection or a transaction of a pool's has gone back to it: Conn panics then, or gives a
// connection that may be another's by now. pgx offers no way to ask, so the field that it clears is looked at.
func handedBack(v any) bool {
	field := ""
	switch v.(type) {
	case *pgxpool.Conn:
		field = "res"
	case *pgxpool.Tx:
		field = "c"
	default:
		return false
	}
	f := reflect.ValueOf(v).Elem().FieldByName(field)
	return f.IsValid() && f.Kind() == reflect.Pointer && f.IsNil()
}

// panics calls a method that may stand on nothing: of a zero value, of a type that embeds a nil interface.
func panics(method func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	method()
	return false
}
