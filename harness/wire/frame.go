package wire

import (
	"encoding/binary"
	"sync/atomic"
)

// Codes that stand in place of a protocol version in a message without a type; and the most that a server takes of
// such a message (MAX_STARTUP_PACKET_LENGTH).
const (
	codeCancel = 80877102
	codeSSL    = 80877103
	codeGSS    = 80877104
	maxStartup = 10000
)

// What the client has asked, that the server answers with a single byte.
const (
	askedNothing uint32 = iota
	askedSSL
	askedGSS
)

// protocolState is what the two directions of a connection must know of each other to frame their own.
type protocolState struct {
	asked      atomic.Uint32 // one of the asked constants
	auth       atomic.Uint32 // the last authentication request
	terminates bool          // the stage ends the encryption; set before anything is read
	opaque     atomic.Bool   // encrypted, or no PostgreSQL at all: nothing can be framed any more
}

// head is what a message's first bytes say.
type head struct {
	kind byte // 0 for a message without a type
	name string
	code uint8 // the name's place in names
	size int64 // the whole message, with its type and length
	body int   // where its body starts
}

// framer finds the messages in one direction.
type framer struct {
	dir     Direction
	state   *protocolState
	typed   bool // messages have a type byte from now on
	garbage bool // this direction lost its framing
}

func (f *framer) lost() bool { return f.garbage || f.state.opaque.Load() }

// head reads the head of the message that b, which is not empty, starts with. Where b is too short it returns how
// many bytes it needs. Where there is no message (encryption, garbage) f is lost afterwards, and so is all that follows.
func (f *framer) head(b []byte) (h head, need int) {
	if !f.typed && f.dir == Upstream {
		return f.untyped(b)
	}
	if asked := f.state.asked.Load(); asked != askedNothing && f.dir == Downstream {
		if h, ok := f.answer(asked, b[0]); ok {
			return h, 0
		}
	}
	if len(b) < 5 {
		return h, 5
	}
	length := binary.BigEndian.Uint32(b[1:])
	if length < 4 || length > 1<<31-1 {
		f.garbage = true
		return h, 0
	}
	h = head{kind: b[0], size: int64(length) + 1, body: 5}
	switch {
	case f.dir == Upstream && h.kind == 'p':
		h.name = answerName(f.state.auth.Load())
	case f.dir == Upstream:
		h.name, h.code = upstreamNames[h.kind], upstreamCodes[h.kind]
	case h.kind != 'R':
		h.name, h.code = downstreamNames[h.kind], downstreamCodes[h.kind]
	case h.size >= 9:
		if len(b) < 9 {
			return h, 9
		}
		code := binary.BigEndian.Uint32(b[5:])
		f.state.auth.Store(code)
		h.name = authName(code)
	}
	if h.name == "" {
		h.name = nameUnknown
	}
	return h, 0
}

// untyped reads what a client says before the server knows it: a length and a code.
func (f *framer) untyped(b []byte) (h head, need int) {
	if b[0] != 0 { // TLS without asking (sslnegotiation=direct), or no PostgreSQL
		f.state.opaque.Store(true)
		return h, 0
	}
	if len(b) < 8 {
		return h, 8
	}
	length := binary.BigEndian.Uint32(b)
	if length < 8 || length > maxStartup {
		f.state.opaque.Store(true)
		return h, 0
	}
	h = head{size: int64(length), body: 8}
	switch binary.BigEndian.Uint32(b[4:]) {
	case codeSSL:
		h.name = nameSSLRequest
		f.state.asked.Store(askedSSL)
	case codeGSS:
		h.name = nameGSSRequest
		f.state.asked.Store(askedGSS)
	case codeCancel:
		h.name = nameCancel
		f.typed = true // a client may say goodbye after it, which no server reads
	default:
		h.name = nameStartup
		f.typed = true
	}
	return h, 0
}

// answer reads the single byte that answers a request for encryption. A server that doesn't know the request answers
// with an ErrorResponse instead.
func (f *framer) answer(asked uint32, b byte) (head, bool) {
	h := head{kind: b, size: 1, name: nameSSLAnswer}
	if asked == askedGSS {
		h.name = nameGSSAnswer
	}
	f.state.asked.Store(askedNothing)
	switch {
	case b == 'N':
		return h, true
	case b == 'S' && asked == askedSSL && f.state.terminates:
		return h, true
	case b == 'S' && asked == askedSSL, b == 'G' && asked == askedGSS:
		f.state.opaque.Store(true)
		return h, true
	}
	return head{}, false
}
