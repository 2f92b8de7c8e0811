package wire

import "strings"

// copyLimit is how much of what a client copies in is looked at, in bytes: all that a person reads, and nothing of a load.
const copyLimit = 64 << 10

// copiedIn is the text that a client copies, while it does. How it is cut into messages is the client's affair.
type copiedIn struct {
	text []byte
	more bool // than is looked at, or something that was not seen to its end
}

// room tells whether a message of that size is looked at.
func (c *copiedIn) room(size int64) bool {
	if int64(len(c.text))+size > copyLimit {
		*c = copiedIn{more: true}
	}
	return !c.more
}

// copying takes a message of a client's into account, and notes of the one that ends a copy what was copied.
func (p *pump) copying(name string, body []byte) {
	switch {
	case name == nameCopied && int64(len(body)) < p.cur.size-int64(p.cur.body):
		p.given = copiedIn{more: true}
	case name == nameCopied && !p.given.more:
		p.given.text = append(p.given.text, body...)
	case name == nameCopied:
	case name == nameCopyDone && !p.given.more:
		p.details.digest = CopyChecksum(string(p.given.text))
		p.given = copiedIn{}
	default:
		p.given = copiedIn{}
	}
}

// CopyChecksum is what a digest holds of all lines that a client copied. What ends the last line may be left out, and so may the
// mark of the end.
func CopyChecksum(text string) string {
	text = strings.TrimSuffix(text, "\n")
	if rest, marked := strings.CutSuffix(text, `\.`); marked && (rest == "" || strings.HasSuffix(rest, "\n")) {
		text = strings.TrimSuffix(rest, "\n")
	}
	return Checksum(text)
}
