package pgdiag

import (
	"encoding/binary"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// backendMessage reads a message that the server has sent.
func (b *book) backendMessage(typ byte, body []byte) {
	if b.down.opening && !startupType(typ) {
		b.down.bad = true
		return
	}
	if !b.down.spoken {
		b.down.spoken, b.first = true, nil
	}
	switch typ {
	case 'd', '2':
	case '1', '3':
		b.prepared.answered()
	case 'D', 'T':
		b.op.rows = true
	case 'A':
		b.listens = true
	case 'R':
		b.authentication(body)
	case 'K':
		if len(body) >= 4 {
			b.pid = binary.BigEndian.Uint32(body)
			b.tracker.know(b)
		}
	case 'S':
		b.parameterStatus(body)
	case 'C':
		b.op.completes++
		b.completed(string(trimNul(body)))
	case 'I', 's':
		b.completed("")
	case 'Z':
		b.readyForQuery(body)
	case 'E':
		b.errorResponse(body)
	case 'N':
		b.notice(body)
	default:
		if !knownBackendType(typ) {
			b.down.bad = true
		}
	}
}

// completed takes note of the end of a statement.
func (b *book) completed(tag string) {
	e := b.ledger.completed(tag)
	if tag == "COMMIT" || tag == "ROLLBACK" && !e.has(effectBack) || tag == "PREPARE TRANSACTION" {
		b.ends++
	}
}

// parameterStatus takes note of what decides how texts are read, and of what server this is.
func (b *book) parameterStatus(body []byte) {
	name, rest := cstring(body)
	switch value := trimNul(rest); string(name) {
	case "standard_conforming_strings":
		b.escapes = string(value) == "off"
	case "in_hot_standby": // PostgreSQL 14 and newer
		b.standby = string(value) == "on"
	}
}

func (b *book) readyForQuery(body []byte) {
	b.pending = max(b.pending-1, 0)
	if len(body) != 1 {
		b.down.bad = true
		return
	}
	b.tx, b.ready, b.timedOut = body[0], true, false
	b.ledger.ready(b.tx)
	if b.tx != 'E' {
		if b.tx == 'I' {
			b.op.ended = b.txError
			b.blind = false
			b.chosen = false
		}
		b.txError = nil // it is over, or undone by ROLLBACK TO SAVEPOINT
	}
	if b.pending == 0 {
		b.op.ready = true
	}
}

func (b *book) errorResponse(body []byte) {
	var m pgproto3.ErrorResponse
	if m.Decode(b.ended(body)) != nil {
		b.down.bad = true
		return
	}
	if b.rests() {
		b.begin() // nobody asked: it is not the call's before
		b.op.idle = true
	}
	e := pgconn.ErrorResponseToPgError(&m)
	if b.op.err == nil {
		b.op.err, b.op.timedOut = e, b.overTime()
	}
	if b.txError == nil && (b.op.txBefore == 'T' || b.tx == 'T') {
		b.txError = e
	}
	if isFatal(e) && b.fatal == nil {
		b.fatal = e
	}
	b.prepared.failed()
	if proves(e) && !b.elsewhere(e) {
		b.ledger.failed(!unbegun(e), isFatal(e) || strings.HasPrefix(e.Code, "57"))
	} else {
		b.ledger.doubted()
	}
}

// elsewhere tells whether an error came from another server as the transaction was to commit: then a third one may have
// committed, or that one itself have done so without being heard (postgres_fdw commits one after the other, before this server
// does).
func (b *book) elsewhere(e *pgconn.PgError) bool {
	if e.Routine != "pgfdw_report_error" && e.Routine != "pgfdw_report_internal" {
		return false
	}
	w := b.ledger.waits()
	return len(w) > 0 && (w[0].sync || w[0].effect.has(effectCommit|effectPrepare|effectLast))
}

func (b *book) notice(body []byte) {
	var m pgproto3.NoticeResponse
	if m.Decode(b.ended(body)) != nil {
		return
	}
	b.op.notice = (*pgconn.Notice)(pgconn.ErrorResponseToPgError((*pgproto3.ErrorResponse)(&m)))
	if b.op.notice.Routine == "SyncRepWaitForLSN" {
		b.ledger.waiting()
	}
}

// ended is the fields of an error or a notice. Of one that was too long to be kept, as the context of a function is that
// calls itself, they are its first ones, the last of them cut off, and its last ones.
func (b *book) ended(body []byte) []byte {
	if b.down.whole {
		return body
	}
	_, last := cstring(b.down.tail)
	return append(append(body[:len(body):len(body)], 0), append(last, 0)...)
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
