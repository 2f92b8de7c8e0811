package pgdiag

import "io"

// Effect is a statement's effect in words, for tests.
func Effect(sql string) (words []string) {
	e := effectOf([]byte(sql), true)
	for _, n := range []struct {
		bit  effect
		name string
	}{
		{effectPlain, "plain"},
		{effectBegin, "begin"},
		{effectReadOnly, "read_only"},
		{effectCommit, "commit"},
		{effectRollback, "rollback"},
		{effectPrepare, "prepare"},
		{effectMulti, "multi"},
		{effectHidden, "hidden"},
		{effectSet, "set"},
		{effectEmpty, "empty"},
	} {
		if e.has(n.bit) {
			words = append(words, n.name)
		}
	}
	return words
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
	b := new(Tracker).newBook()
	return &tapReader{r, b}, &tapWriter{w, b}
}
