package pgdiag

import (
	"errors"
	"net"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"weak"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// remembered is how many failures are kept that are not the server's errors.
const remembered = 1024

// recent holds the records of the failed calls of this process, so that Diagnose needs nothing but the error.
var recent memory

// memory finds the record that belongs to an error by the identity of the error value. What it knows of a server's error it
// knows for as long as the error lives; of all others the last ones. What is forgotten is not known: less is claimed then.
type memory struct {
	used   atomic.Int64
	mu     sync.Mutex
	server map[weak.Pointer[pgconn.PgError]]*record
	other  map[error]*record
	ring   [remembered]error
	next   int
}

// remember keeps r for err and for what it wraps.
func (m *memory) remember(err error, r *record) {
	for ; err != nil; err = errors.Unwrap(err) {
		if pg, ok := err.(*pgconn.PgError); ok { //nolint:errorlint // this very value
			m.keepServer(pg, r)
			return
		}
		if _, ok := err.(*pgconn.ConnectError); ok { //nolint:errorlint // its attempts are not calls of their own
			m.keep(err, r)
			return
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				m.remember(e, r)
			}
		}
		if hasIdentity(err) {
			m.keep(err, r)
		}
	}
}

func (m *memory) keepServer(pg *pgconn.PgError, r *record) {
	key := weak.Make(pg)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.server == nil {
		m.server = map[weak.Pointer[pgconn.PgError]]*record{}
	}
	if _, ok := m.server[key]; !ok {
		runtime.AddCleanup(pg, m.forgetServer, key)
	}
	m.server[key] = r
	m.used.Add(1)
}

func (m *memory) forgetServer(key weak.Pointer[pgconn.PgError]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.server, key)
}

func (m *memory) keep(err error, r *record) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.other == nil {
		m.other = make(map[error]*record, remembered)
	}
	if _, ok := m.other[err]; !ok {
		if old := m.ring[m.next]; old != nil {
			delete(m.other, old)
		}
		m.ring[m.next] = err
		m.next = (m.next + 1) % remembered
	}
	m.other[err] = r
	m.used.Add(1)
}

// find returns the record kept for err, or for what it wraps; not those in the branches of several errors.
func (m *memory) find(err error) *record {
	if m.used.Load() == 0 {
		return nil
	}
	for left := maxNodes; err != nil && left > 0; left-- {
		if r := m.findOne(err); r != nil {
			return r
		}
		err = errors.Unwrap(err)
	}
	return nil
}

func (m *memory) findOne(err error) *record {
	if pg, ok := err.(*pgconn.PgError); ok { //nolint:errorlint // this very value
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.server[weak.Make(pg)]
	}
	if !hasIdentity(err) {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.other[err]
}

// hasIdentity tells whether an error was made for one failure, as those of pgx and net are that are pointers to
// something. A package's variable is shared by many failures, and so may be any error of a program's own.
func hasIdentity(err error) bool {
	switch e := err.(type) { //nolint:errorlint // one node at a time
	case pgx.ErrPreprocessingBatch: // it holds a statement's text
		return len(e.SQL()) <= keepLimit && reflect.ValueOf(e).Comparable()
	case pgx.ScanArgError:
		return reflect.ValueOf(e).Comparable()
	case *net.OpError, *net.DNSError:
		return true
	}
	t := reflect.TypeOf(err)
	return t.Kind() == reflect.Pointer && strings.HasPrefix(t.Elem().PkgPath(), "github.com/jackc/") && !isSentinel(err)
}

// identified tells whether an error, or what it wraps, tells whose it is.
func identified(err error) bool {
	for left := maxNodes; err != nil && left > 0; left-- {
		if _, ok := err.(*pgconn.PgError); ok || hasIdentity(err) { //nolint:errorlint // one node at a time
			return true
		}
		err = errors.Unwrap(err)
	}
	return false
}

// mutes are the last errors that the calls of one connection have returned and that do not tell whose they are.
type mutes struct {
	ring [8]error
	next int
	more bool // more than these
}

// keep keeps an error, and returns it. One that holds a large text, of a value that could not be sent, is let go of: what it
// returns instead is nobody's.
func (m *mutes) keep(err error) error {
	if identified(err) || m.has(err) {
		return err
	}
	if len(err.Error()) > keepLimit {
		m.more = true
		return errTooLong
	}
	m.more = m.more || m.ring[m.next] != nil
	m.ring[m.next] = err
	m.next = (m.next + 1) % len(m.ring)
	return err
}

// has tells whether err may be one of them.
func (m *mutes) has(err error) bool {
	for _, told := range m.ring {
		if told != nil && sameError(told, err) {
			return true
		}
	}
	return m.more
}
