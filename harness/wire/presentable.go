package wire

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// presentable are the turns of a connection without what proves who one is, and with asterisks where secrets were, so that all
// keeps its length: a login is its AuthenticationOk alone.
func presentable(turns []Turn) []Turn {
	r := revision{asked: map[int]bool{}}
	for _, t := range turns {
		switch t.Client {
		case "":
			r.all = append(r.all, t.Server...)
		case nameSSLRequest, nameGSSRequest:
			r.asked[len(r.all)] = true
		case nameQuery, nameParse:
			r.statements = append(r.statements, statementAt{len(r.all), t.hidden})
		}
	}
	r.dropped = make([]bool, len(r.all))
	r.run()
	var out []Turn
	at := 0
	for _, t := range turns {
		switch {
		case t.Client != "" && provesWho[codes[t.Client]], t.Client == nameSSLRequest, t.Client == nameGSSRequest:
			continue
		case t.Server != nil:
			kept := make([]byte, 0, len(t.Server))
			for range t.Server {
				if !r.dropped[at] {
					kept = append(kept, r.all[at])
				}
				at++
			}
			if t.Server = kept; len(kept) == 0 {
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// provesWho says, by a name's place in names, whether such a message is part of how one proves who one is.
var provesWho = func() (proves [256]bool) {
	for name, code := range codes {
		switch name {
		case namePassword, nameSASLInitial, nameSASL, nameGSS:
			proves[code] = true
		}
		proves[code] = proves[code] || strings.HasPrefix(name, "Authentication")
	}
	return proves
}()

// revision goes through what a client was given.
type revision struct {
	all        []byte
	dropped    []bool
	asked      map[int]bool // encryption was asked for before this byte
	statements []statementAt
	hidden     bool // what is answered speaks of a password
	hiddenAt   int
	answered   int // up to this byte, all that was asked
}

// statementAt is a statement that came before a byte, and whether it speaks of a password.
type statementAt struct {
	at     int
	hidden bool
}

// notice takes the statements that came before a byte. One that speaks of a password is forgotten when it was answered.
func (r *revision) notice(pos int) {
	for ; len(r.statements) > 0 && r.statements[0].at <= pos; r.statements = r.statements[1:] {
		switch s := r.statements[0]; {
		case s.hidden:
			r.hidden, r.hiddenAt = true, s.at
		case s.at == r.answered && s.at != r.hiddenAt:
			r.hidden = false
		}
	}
}

func (r *revision) run() {
	loggedIn := false
	r.hiddenAt = -1
	for pos := 0; pos < len(r.all); {
		r.notice(pos)
		rest := r.all[pos:]
		if r.asked[pos] && bytes.IndexByte([]byte("NSG"), rest[0]) >= 0 {
			r.asked[pos], r.dropped[pos] = false, true
			pos++
			continue
		}
		size := 0
		if len(rest) >= 5 {
			size = int(binary.BigEndian.Uint32(rest[1:])) + 1
		}
		if size < 5 || size > len(rest) { // a part of a message, or none
			if !loggedIn {
				cover(rest[min(5, len(rest)):])
			}
			hideCancelKey(rest)
			hideSecrets(rest, r.hidden)
			return
		}
		message := rest[:size]
		switch kind, body := message[0], message[5:]; {
		case kind == 'R' && size == 9 && binary.BigEndian.Uint32(body) == 0:
			loggedIn = true
		case kind == 'R' && !loggedIn:
			for i := range message {
				r.dropped[pos+i] = true
			}
		case !loggedIn && bytes.IndexByte([]byte("ENSKZv"), kind) < 0:
			cover(body)
		default:
			hideIn(kind, body, r.hidden)
		}
		if pos += size; message[0] == 'Z' {
			r.answered = pos
		}
	}
}

// hideIn covers what is secret in a message of the server's; all that it holds, where the statement speaks of a password.
func hideIn(kind byte, body []byte, hidden bool) {
	switch kind {
	case 'K':
		cover(body[min(4, len(body)):])
	case 'D':
		for rest := body[min(2, len(body)):]; len(rest) >= 4; {
			size := int(int32(binary.BigEndian.Uint32(rest)))
			rest = rest[4:]
			if size = min(max(size, 0), len(rest)); size > 0 {
				hideSecrets(rest[:size], hidden)
			}
			rest = rest[size:]
		}
	case 'd':
		hideSecrets(body, hidden)
	case 'E', 'N':
		for len(body) > 1 {
			field, rest, _ := bytes.Cut(body, []byte{0})
			if len(field) > 0 {
				says := bytes.IndexByte([]byte("MDHWqin"), field[0]) >= 0 // what may quote the statement
				hideSecrets(field[1:], hidden && says)
			}
			body = rest
		}
	default:
		hideSecrets(body, false)
	}
}

// hideSecrets covers the secrets in a text, or all of it.
func hideSecrets(b []byte, all bool) {
	if all {
		cover(b)
		return
	}
	if !bytes.ContainsAny(b, "$=@") && !containsFold(b, "md5") {
		return
	}
	for piece := range bytes.SplitSeq(b, []byte{0}) {
		for _, m := range verifiers.FindAllSubmatchIndex(piece, -1) {
			cover(piece[max(m[0], m[3]):m[1]]) // behind the user's name in a URL
		}
	}
}

// hideCancelKey covers the key in a BackendKeyData that stands somewhere in b.
func hideCancelKey(b []byte) {
	if at := bytes.Index(b, []byte{'K', 0, 0, 0, 12}); at >= 0 {
		cover(b[min(at+9, len(b)):min(at+13, len(b))])
	}
}

func cover(b []byte) {
	copy(b, slices.Repeat([]byte{'*'}, len(b)))
}
