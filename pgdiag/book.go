package pgdiag

import (
	"encoding/binary"
	"errors"
	"net"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// book is the book-keeping of one connection: what passed on its wire, in both directions. It is kept at the reader and
// the writer that pgx's Frontend is given, above TLS, and knows nothing from pgx's own status, which is stale after a
// failure and true too early while connecting.
type book struct {
	tracker *Tracker
	told    Status // what the watchers were told last

	mu   sync.Mutex
	up   framer
	down framer

	authOK  bool // AuthenticationOk came
	asked   bool // the server asked for a password or another proof
	pid     uint32
	ready   bool // the first ReadyForQuery came
	owner   bool // Terminate was sent with nothing wrong before: closed by its owner
	dying   bool // pgx is about to close the connection itself, after a failed BEGIN or COMMIT
	pending int  // ReadyForQuery messages still to come
	sent    int64
	// executableAt is where, in what is being written, the first message ends that makes the server execute something.
	executableAt int
	tx           byte // of the last ReadyForQuery; 0 before the first
	readOnly     bool // the transaction was begun READ ONLY, and nothing has changed that
	chosen       bool // the client has asked for the transaction to be READ ONLY, at its beginning or later

	transport error // the first thing the socket said that was not a timeout
	timedOut  bool  // the last thing the socket said was a timeout
	fatal     *pgconn.PgError
	givenUp   Condition       // why pgx closed the connection itself, where the caller's context was the reason
	txError   *pgconn.PgError // the first error of the transaction that is open

	unnamed effect            // of the unnamed prepared statement
	named   map[string]effect // of the named ones that are not plain
	timeout time.Duration     // the statement_timeout that the client has set; 0 where it has set none
	portal  effect            // of the portal bound last

	last   *memo // the last call that failed
	traced int   // calls that the tracer has said are open: one, and a PREPARE within it
	opSeq  uint64
	op     op
}

// op is the book-keeping of one call: from its first byte, or the tracer's start, to its ReadyForQuery.
type op struct {
	seq        uint64
	dead       bool  // the connection was not usable any more before the call
	busy       bool  // another call was in progress
	txBefore   byte  // the transaction status when the call began
	readOnly   bool  // the transaction it met was read-only
	chosen     bool  // it met a transaction that the client has asked to be READ ONLY
	marked     bool  // the caller has said that it only reads
	sentBefore int64 // bytes that had been written before it
	effects    effect
	executable bool // a message that makes the server execute something has passed whole
	simple     bool // it came as a Query message
	completes  int  // CommandComplete messages seen
	tag        [16]byte
	tagLen     int
	ready      bool // the ReadyForQuery that ends it came
	err        *pgconn.PgError
	notice     *pgconn.Notice // the last one that came during the call
	sql        string         // as the tracer was told; empty without it
	start      time.Time      // where a statement_timeout is set
}

func (t *Tracker) newBook() *book {
	return &book{tracker: t, told: StatusConnecting, up: framer{untyped: true}}
}

// writing takes note of p before it is written, since its answer may be read before Write returns. It tells whether the
// status is another one than the watchers know.
func (b *book) writing(p []byte) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.pending == 0 && b.op.ready && len(p) > 0 && p[0] != 'X' {
		sql, marked := b.op.sql, b.op.marked
		b.begin()
		if b.traced > 0 { // the next step of one call
			b.op.sql, b.op.marked = sql, marked
		}
	}
	b.executableAt = 0
	b.sent += int64(len(p))
	for at := 0; at < len(p) && !b.up.bad; {
		took, typ, body, done := b.up.next(p[at:])
		at += took
		if !done {
			continue
		}
		before := b.op.executable
		b.frontendMessage(typ, body)
		if !before && b.op.executable {
			b.executableAt = at
		}
	}
	b.timedOut = false
	return b.status() != b.told
}

// wrote takes note of a write that has failed: of how much of what was to be written the socket has accepted, and of the
// error it gave. A message of which a part is missing is never executed: the server waits for the rest.
func (b *book) wrote(n, of int, err error) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent -= int64(of - n)
	if n < b.executableAt {
		b.op.executable = false
	}
	b.ioError(err)
	return b.status() != b.told
}

// read takes note of what the socket gave. It tells whether the status is another one than the watchers know.
func (b *book) read(p []byte, err error) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(p) > 0 && !b.down.bad {
		took, typ, body, done := b.down.next(p)
		p = p[took:]
		if done {
			b.backendMessage(typ, body)
		}
	}
	if b.down.bad && b.transport == nil && !b.owner {
		b.transport = errGarbage
	}
	b.ioError(err)
	return b.status() != b.told
}

// ioError takes note of the first error of the socket. A timeout is pgx's own doing (it sets a deadline to interrupt
// itself), and does not by itself mean that the connection is lost.
func (b *book) ioError(err error) {
	b.timedOut = false
	if err == nil || b.owner || b.transport != nil {
		return
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		b.timedOut = true
		return
	}
	if errors.Is(err, net.ErrClosed) && (b.timedOut || b.fatal != nil) {
		return
	}
	b.transport = err
}

// begin opens the book of a new call.
func (b *book) begin() {
	b.opSeq++
	b.dying = false
	b.op = op{
		seq: b.opSeq, dead: b.lost() || b.owner, busy: b.pending > 0, txBefore: b.tx, readOnly: b.readOnly, chosen: b.chosen,
		sentBefore: b.sent,
	}
	if b.timeout > 0 {
		b.op.start = time.Now()
	}
}

// lost tells whether the connection can't be used any more, by the book.
func (b *book) lost() bool { return b.transport != nil || b.fatal != nil }

// frontendMessage reads a message that the client has sent.
func (b *book) frontendMessage(typ byte, body []byte) {
	switch typ {
	case 0:
		b.pending = 1
		b.set(body)
	case 'Q':
		e := effectOf(body, b.up.whole)
		if e.has(effectSet) {
			b.set(body)
		}
		b.execute(e)
		b.op.simple = true
		b.pending++
	case 'P':
		name, sql := cstring(body)
		b.parsed(name, effectOf(sql, b.up.whole))
	case 'B':
		_, rest := cstring(body)
		name, _ := cstring(rest)
		b.portal = b.unnamed
		if len(name) > 0 {
			b.portal = effectPlain
			if len(b.named) > 0 {
				if e, ok := b.named[string(name)]; ok {
					b.portal = e
				}
			}
		}
	case 'E':
		b.execute(b.portal)
	case 'F':
		b.execute(effectPlain | effectHidden)
		b.pending++
	case 'S':
		b.pending++
	case 'X':
		b.terminated()
	}
}

// parsed remembers the effect of a prepared statement, if it is not a plain one.
func (b *book) parsed(name []byte, e effect) {
	if len(name) == 0 {
		b.unnamed = e
		return
	}
	if e == effectPlain {
		if len(b.named) > 0 {
			delete(b.named, string(name))
		}
		return
	}
	if b.named == nil {
		b.named = map[string]effect{}
	}
	b.named[string(name)] = e
}

// set takes note of a statement_timeout that the client asks for. RESET and SET … TO DEFAULT are those of settings that
// the client can't see: no timeout is known then.
func (b *book) set(text []byte) {
	if d, ok := statementTimeout(text); ok || index(text, "statement_timeout") >= 0 {
		b.timeout = d
	}
}

// execute takes note that the server will execute something.
func (b *book) execute(e effect) {
	b.op.executable = true
	b.op.effects |= e
	if e.has(effectBegin) {
		b.readOnly = e.has(effectReadOnly)
		b.op.readOnly = b.readOnly
	}
	b.chosen = b.chosen || e.has(effectReadOnly)
	if e.has(effectSet | effectMulti | effectHidden) {
		b.readOnly, b.op.readOnly = false, false
	}
}

// terminated decides who closes the connection. pgx sends Terminate in Close, for the owner, and also when it gives the
// connection up itself: after a deadline in the middle of a call, or after a BEGIN or COMMIT that failed.
func (b *book) terminated() {
	switch {
	case b.lost() || b.owner:
	case b.timedOut && b.pending > 0, b.dying:
		b.transport = errGivenUp
	default:
		b.owner = true
	}
}

// backendMessage reads a message that the server has sent.
func (b *book) backendMessage(typ byte, body []byte) {
	switch typ {
	case 'R':
		if len(body) >= 4 && body[3] == 0 {
			b.authOK = true
		} else {
			b.asked = true
		}
	case 'K':
		if len(body) >= 4 {
			b.pid = binary.BigEndian.Uint32(body)
		}
	case 'C':
		b.op.completes++
		b.op.tagLen = copy(b.op.tag[:], trimNul(body))
	case 'Z':
		b.readyForQuery(body)
	case 'E':
		b.errorResponse(body)
	case 'N':
		var m pgproto3.NoticeResponse
		if m.Decode(body) == nil {
			b.op.notice = (*pgconn.Notice)(pgconn.ErrorResponseToPgError((*pgproto3.ErrorResponse)(&m)))
		}
	default:
		if !knownBackendType(typ) {
			b.down.bad = true
		}
	}
}

func (b *book) readyForQuery(body []byte) {
	b.pending = max(b.pending-1, 0)
	if len(body) != 1 {
		b.down.bad = true
		return
	}
	b.tx, b.ready, b.timedOut = body[0], true, false
	if b.tx == 'I' {
		b.txError, b.readOnly, b.chosen = nil, false, false
	}
	if b.pending == 0 {
		b.op.ready = true
	}
}

func (b *book) errorResponse(body []byte) {
	var m pgproto3.ErrorResponse
	if m.Decode(body) != nil {
		b.down.bad = true
		return
	}
	e := pgconn.ErrorResponseToPgError(&m)
	if b.op.err == nil {
		b.op.err = e
	}
	if b.txError == nil && b.op.txBefore == 'T' {
		b.txError = e
	}
	if isFatal(e) && b.fatal == nil {
		b.fatal = e
	}
}

// cstring cuts a zero-terminated string off the front of p.
func cstring(p []byte) (s, rest []byte) {
	for i, c := range p {
		if c == 0 {
			return p[:i], p[i+1:]
		}
	}
	return p, nil
}

func trimNul(p []byte) []byte {
	s, _ := cstring(p)
	return s
}

// knownBackendType tells whether a server may send a message of this type (manual: "Message Formats").
func knownBackendType(typ byte) bool {
	switch typ {
	case 'R', 'K', '2', '3', 'C', 'd', 'c', 'f', 'G', 'H', 'W', 'D', 'I', 'E', 'V', 'v', 'n', 'N', 'A', 't', 'S', '1', 's', 'Z', 'T':
		return true
	}
	return false
}

// isFatal tells whether an error ends its session: by the severity that is never localized, and where a server is too
// old or a pooler too terse to send it, by the localized one.
func isFatal(e *pgconn.PgError) bool {
	s := e.SeverityUnlocalized
	if s == "" {
		s = e.Severity
	}
	return s == "FATAL" || s == "PANIC"
}
