package pgdiag

import (
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5/pgconn"
)

// remembered is how many failures are kept. Diagnose is asked of an error while it is being handled, so that the last
// ones are enough.
const remembered = 256

// recent holds the pictures of the last failed calls of this process, so that Diagnose needs nothing but the error.
var recent memory

// memory finds the picture that belongs to an error by the identity of the error value.
type memory struct {
	used atomic.Int64
	mu   sync.Mutex
	next int
	ring [remembered]memo
	byID map[error]*facts
}

type memo struct {
	err error
	f   *facts
}

// remember keeps f for err. Values that are shared by many failures, such as context.Canceled or io.ErrUnexpectedEOF, have
// no identity and are not kept: an error like these says less, and Diagnose then claims less.
func (m *memory) remember(err error, f *facts) {
	if !hasIdentity(err) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byID == nil {
		m.byID = make(map[error]*facts, remembered)
	}
	if _, ok := m.byID[err]; ok {
		return // pgx reports one failure twice: a batch's query, and the batch
	}
	slot := &m.ring[m.next]
	if slot.err != nil {
		delete(m.byID, slot.err)
	}
	*slot = memo{err, f}
	m.next = (m.next + 1) % remembered
	m.byID[err] = f
	m.used.Add(1)
}

// find returns the picture kept for err itself.
func (m *memory) find(err error) *facts {
	if !hasIdentity(err) {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.byID[err]
}

// hasIdentity tells whether an error was made for one failure: a pointer to something, and no package's variable.
func hasIdentity(err error) bool {
	if _, ok := err.(*pgconn.PgError); ok { //nolint:errorlint // this very value
		return true
	}
	if reflect.ValueOf(err).Kind() != reflect.Pointer {
		return false
	}
	return !isSentinel(err)
}
