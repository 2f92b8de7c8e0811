package wire

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Content is what an action says of its own. Exactly one of its fields is set, beside Seed.
type Content struct {
	// Error is an ErrorResponse with any fields and any severity.
	Error Fields `json:"error,omitzero" yaml:"error,omitempty"`
	// Notice is a NoticeResponse.
	Notice Fields `json:"notice,omitzero" yaml:"notice,omitempty"`
	// Unknown is a well-framed message of a type that PostgreSQL doesn't have.
	Unknown bool `json:"unknown,omitempty" yaml:"unknown,omitempty"`
	// Oversize is the header of a message that is longer than anybody can keep (2 GiB), and nothing more of it.
	Oversize bool `json:"oversize,omitempty" yaml:"oversize,omitempty"`
	// Garbage is a number of random bytes.
	Garbage int `json:"garbage,omitempty" yaml:"garbage,omitempty"`
	// Hex is any bytes, two hexadecimal digits each.
	Hex string `json:"hex,omitempty" yaml:"hex,omitempty"`
	// Text is any text, as it is: what a server of another kind says.
	Text string `json:"text,omitempty" yaml:"text,omitempty"`
	// Seed decides what is random.
	Seed int64 `json:"seed,omitempty" yaml:"seed,omitempty"`
}

// garbageLimit is the most garbage that is said at once.
const garbageLimit = 1 << 20

// bytes are what is said, at a trap's n-th turn.
func (c Content) bytes(n int64) []byte {
	switch {
	case c.Error != Fields{}:
		return c.Error.encode('E', "ERROR")
	case c.Notice != Fields{}:
		return c.Notice.encode('N', "NOTICE")
	case c.Unknown:
		return framed('!', []byte("no message of PostgreSQL's\x00"))
	case c.Oversize:
		return binary.BigEndian.AppendUint32([]byte{'D'}, 1<<31-1)
	case c.Garbage > 0:
		b, random := make([]byte, c.Garbage), random(c.Seed, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	case c.Text != "":
		return []byte(c.Text)
	}
	b, _ := hex.DecodeString(c.Hex) // it was checked
	return b
}

// String says in words what is said.
func (c Content) String() string {
	switch {
	case c.Error != Fields{}:
		return nameError + " " + c.Error.words("ERROR")
	case c.Notice != Fields{}:
		return nameNotice + " " + c.Notice.words("NOTICE")
	case c.Unknown:
		return "a message of unknown type"
	case c.Oversize:
		return "the header of a message of 2 GiB"
	case c.Garbage > 0:
		return fmt.Sprintf("%d random bytes", c.Garbage)
	case c.Text != "":
		line, _, _ := strings.Cut(c.Text, "\n")
		return fmt.Sprintf("%d bytes of text: %q", len(c.Text), line)
	}
	return fmt.Sprintf("%d bytes", len(c.Hex)/2)
}

// Validate checks that c can be said by somebody.
func (c Content) Validate() error {
	if why := c.check(""); why != "" {
		return errors.New(why)
	}
	return nil
}

// check says what is wrong with c, for a direction; empty where nothing is.
func (c Content) check(dir Direction) string {
	set := 0
	for _, is := range []bool{c.Error != Fields{}, c.Notice != Fields{}, c.Unknown, c.Oversize, c.Garbage != 0, c.Hex != "", c.Text != ""} {
		if is {
			set++
		}
	}
	_, err := hex.DecodeString(c.Hex)
	switch {
	case set != 1:
		return "say one of error, notice, unknown, oversize, garbage, hex, text"
	case c.Garbage < 0 || c.Garbage > garbageLimit:
		return fmt.Sprintf("garbage must be 1 to %d bytes", garbageLimit)
	case err != nil:
		return "hex is no row of hexadecimal digits, two a byte"
	case dir == Upstream && (c.Error != Fields{} || c.Notice != Fields{}):
		return "clients say neither an error nor a notice"
	}
	if why := c.Error.check(); why != "" {
		return why
	}
	return c.Notice.check()
}

func framed(kind byte, body []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(body)+4))
	return append(b, body...)
}
