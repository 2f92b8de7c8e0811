package pgdiag

import (
	"io"
	"strings"
)

// Effects are the effects of a text's statements in words, for tests.
func Effects(sql string) string {
	var all []string
	s := readStatements([]byte(sql), true, false)
	for e, ok := s.next(); ok; e, ok = s.next() {
		all = append(all, e.words())
	}
	return strings.Join(all, "; ")
}

func (e effect) words() string {
	if e.anything() {
		return "anything"
	}
	var words []string
	for i, name := range []string{
		"write", "read", "begin", "read_only", "commit", "rollback", "chain", "prepare", "commit_prepared", "rollback_prepared", "hidden",
		"lasting", "set", "back", "empty", "sole", "last", "names", "execute", "listen",
	} {
		if e.has(1 << i) {
			words = append(words, name)
		}
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, " ")
}

// Frame is a message that a framer has cut off a stream.
type Frame struct {
	Type byte
	Body string
}

// Frames cuts a stream that comes in pieces of size into messages; bad tells whether it is not PostgreSQL's protocol.
func Frames(stream []byte, size int, startup bool) (frames []Frame, bad bool) {
	f := framer{untyped: startup}
	for len(stream) > 0 && !f.bad {
		piece := stream[:min(size, len(stream))]
		stream = stream[len(piece):]
		for len(piece) > 0 && !f.bad {
			n, typ, body, done := f.take(piece)
			piece = piece[n:]
			if done {
				frames = append(frames, Frame{typ, string(body)})
			}
		}
	}
	return frames, f.bad
}

// ConditionOfCode is the condition that a code alone names.
func ConditionOfCode(code string) Condition { return conditionOfCode(code) }

// Tap is a tap on a reader and a writer, as a Frontend gets it.
func Tap(r io.Reader, w io.Writer) (io.Reader, io.Writer) {
	b := new(Tracker).newBook(nil)
	return &tapReader{r, b}, &tapWriter{w, b}
}
