package pgdiag

import "encoding/binary"

// keepLimit is how much of a message is kept where it is not whole in one piece: enough for a statement's first words,
// a command tag and the code of an error. An ErrorResponse or NoticeResponse is kept up to errorLimit, and the last tailLimit
// of what is beyond that: the fields that say who speaks come last.
const (
	keepLimit  = 1 << 10
	errorLimit = 64 << 10
	tailLimit  = 1 << 10
)

// openingLimit is more than any message is long that a server sends before it has let a client in. (libpq takes 2000 and
// 30000 bytes: PQconnectPoll.)
const openingLimit = 1 << 20

// framer cuts a stream of bytes into PostgreSQL's messages as they pass, however they are sliced. It keeps no more of a
// message than the book-keeping reads, and allocates only for an ErrorResponse or NoticeResponse that comes in pieces.
type framer struct {
	untyped bool // the next message is a StartupMessage: no type byte
	spoken  bool // a message has passed that may be one
	opening bool // of a server that has not let the client in yet: no other messages than those of its start, and no large ones
	hdr     [5]byte
	hdrLen  int
	left    int // bytes of the body that have not passed yet
	limit   int
	kept    []byte
	tail    []byte // the end of what was not kept of an error
	whole   bool   // kept is all of the body
	bad     bool   // the stream is not PostgreSQL's protocol; nothing more is read from it
}

// take is next, with the usual case ahead: a message that is whole in p.
func (f *framer) take(p []byte) (n int, typ byte, body []byte, done bool) {
	if n := f.wholeIn(p); n > 0 {
		f.whole = true
		return n, p[0], p[5:n], true
	}
	return f.next(p)
}

// feeds tells whether p is CopyData, CopyDone and CopyFail and nothing else, where it may go on with one of them.
func (f *framer) feeds(p []byte) bool {
	if f.hdrLen > 0 {
		if f.hdrLen < len(f.hdr) || !feedType(f.hdr[0]) {
			return false
		}
		p = p[min(f.left, len(p)):]
	}
	for len(p) > 0 {
		if f.untyped || len(p) < 5 || !feedType(p[0]) {
			return false
		}
		size := int64(binary.BigEndian.Uint32(p[1:]))
		if size < 4 {
			return false
		}
		p = p[min(size+1, int64(len(p))):]
	}
	return true
}

// feedType tells whether a client's message of this type feeds a COPY.
func feedType(typ byte) bool { return typ == 'd' || typ == 'c' || typ == 'f' }

// wholeIn is the length of the message that p begins with, where it is whole in p and nothing went before it; else 0.
func (f *framer) wholeIn(p []byte) int {
	if f.untyped || f.hdrLen > 0 || len(p) < 5 {
		return 0
	}
	n := int(binary.BigEndian.Uint32(p[1:])) + 1
	if n < 5 || n > len(p) {
		return 0
	}
	return n
}

// next takes bytes from p and returns how many it took. When done is true a message has passed: typ is its type (0 for
// a StartupMessage), and body what is kept of it, valid until the next call.
func (f *framer) next(p []byte) (n int, typ byte, body []byte, done bool) {
	want := 5
	if f.untyped {
		want = 4
	}
	if f.hdrLen < want {
		c := copy(f.hdr[f.hdrLen:want], p)
		f.hdrLen += c
		n += c
		if f.hdrLen < want {
			return n, 0, nil, false
		}
		l := f.hdr[want-4 : want]
		size := int(uint32(l[0])<<24 | uint32(l[1])<<16 | uint32(l[2])<<8 | uint32(l[3]))
		if size < 4 || size > 1<<30+4 || f.opening && (size > openingLimit || !startupType(f.hdr[0])) {
			f.bad = true
			return len(p), 0, nil, false
		}
		f.left, f.whole, f.kept, f.tail = size-4, true, f.kept[:0], f.tail[:0]
		f.limit = keepLimit
		if !f.untyped && (f.hdr[0] == 'E' || f.hdr[0] == 'N') {
			f.limit = errorLimit
		}
	}
	p = p[n:]
	switch take := min(f.left, len(p)); {
	case take == f.left && len(f.kept) == 0 && f.whole:
		body, n, f.left = p[:take], n+take, 0 // the usual case: the message is whole in p
	default:
		room := min(take, f.limit-len(f.kept))
		f.kept = append(f.kept, p[:room]...)
		if f.limit == errorLimit && room < take {
			f.keepTail(p[room:take])
		}
		f.whole = f.whole && room == take
		f.left -= take
		n += take
		body = f.kept
	}
	if f.left > 0 {
		return n, 0, nil, false
	}
	f.hdrLen = 0
	if f.untyped {
		f.untyped = false
		return n, 0, body, true
	}
	return n, f.hdr[0], body, true
}

// keepTail keeps the end of what p adds.
func (f *framer) keepTail(p []byte) {
	f.tail = append(f.tail, p[max(0, len(p)-tailLimit):]...)
	if n := len(f.tail) - tailLimit; n > 0 {
		f.tail = append(f.tail[:0], f.tail[n:]...)
	}
}
