package pgdiag

import (
	"encoding/binary"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// backendMessage reads a message that the server has sent.
func (b *book) backendMessage(typ byte, body []byte) {
	switch typ {
	case 'D', 'd', 'T', '1', '2', 'S':
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
		if m.Decode(b.ended(body)) == nil {
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
		b.op.ended = b.txError
		b.txError, b.readOnly, b.chosen = nil, false, false
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

// ended is the fields of an error or a notice, with an end where one was too long to be kept: the context of a function
// that calls itself may be as long as the server's stack is deep.
func (b *book) ended(body []byte) []byte {
	if b.down.whole {
		return body
	}
	return append(body[:len(body):len(body)], 0, 0)
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
