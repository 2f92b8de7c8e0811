package pgdiag

import "io"

// tapReader and tapWriter stand between pgx's Frontend and the connection, above TLS. They change nothing and keep
// nothing back: the same bytes, the same counts, the same errors.
type tapReader struct {
	r io.Reader
	b *book
}

// Read implements io.Reader.
func (t *tapReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if t.b.read(p[:n], err) {
		t.b.announce()
	}
	return n, err
}

type tapWriter struct {
	w io.Writer
	b *book
}

// Write implements io.Writer.
func (t *tapWriter) Write(p []byte) (int, error) {
	changed := t.b.writing(p)
	t.b.tapping.Add(1)
	n, err := t.w.Write(p)
	t.b.tapping.Add(-1)
	if err != nil || n < len(p) {
		changed = t.b.wrote(n, err)
	}
	if changed {
		t.b.announce()
	}
	return n, err
}
