package page

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// conversation is what the wire carried, without when: a client says the same at other times.
type conversation struct {
	Messages []message `json:"m"`
	// Left is how many entries in the middle were left out of it.
	Left   int `json:"left,omitempty"`
	LeftAt int `json:"left_at,omitempty"`
}

// message is an entry of a conversation.
type message struct {
	Conn int `json:"c,omitempty"`
	// Who is F for the client, B for the server, empty for neither.
	Who  string `json:"w,omitempty"`
	Size int64  `json:"s,omitempty"`
	// Name is the message's, or an event's, in brackets.
	Name    string `json:"n"`
	Summary string `json:"t,omitempty"`
	// Bytes are its body in hexadecimal digits, or the first of it, as far as they were kept and there was room; or impliedBytes.
	Bytes string `json:"b,omitempty"`
}

// impliedBytes stands for the bytes that a message's summary has, which would only be in the page twice.
const impliedBytes = "="

// implied is the body of a message that its summary tells whole. The script of the page knows the same.
func implied(m message) string {
	switch m.Name {
	case "Query", "CommandComplete":
		return m.Summary + "\x00"
	case "ParameterStatus":
		return strings.Replace(m.Summary, "=", "\x00", 1) + "\x00"
	}
	return ""
}

// digits are bytes as they are written.
var digits = regexp.MustCompile(`^(?:[0-9a-f]{2})+$`)

// The most that is kept of a conversation: what is between its beginning and its end is rows.
const (
	maxTrace    = 4 << 20
	maxMessages = 400
	// A page has room for maxBytes of the bodies in a conversation, and for maxOfMore of each after that.
	maxBytes  = 16 << 10
	maxOfMore = 96
)

// readTrace reads a trace.txt: a line for each entry, with when it came, in microseconds after the one before; and a bytes.txt, which
// has a line for each as well.
func readTrace(data, bodies []byte) (c conversation, times []int64) {
	var last time.Time
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, maxTrace)
	room := maxBytes
	for rest := string(bodies); in.Scan(); {
		var body string
		body, rest, _ = strings.Cut(rest, "\n")
		fields := strings.SplitN(in.Text(), "\t", 6)
		if len(fields) < 5 {
			continue
		}
		at, err := time.Parse("15:04:05.000000", fields[0])
		if err != nil {
			continue
		}
		gap := int64(0)
		if !last.IsZero() {
			gap = at.Sub(last).Microseconds()
			if gap < -int64(12*time.Hour/time.Microsecond) { // past midnight
				gap += int64(24 * time.Hour / time.Microsecond)
			}
		}
		last = at
		conn, _ := strconv.Atoi(fields[1])
		size, _ := strconv.ParseInt(fields[3], 10, 64)
		m := message{Conn: conn, Size: size, Name: text(fields[4])}
		if fields[2] != "-" {
			m.Who = text(fields[2])
		}
		if len(fields) > 5 {
			m.Summary = clip(text(fields[5]), 300)
		}
		if digits.MatchString(body) {
			m.Bytes = body
			if n := 2 * max(room, maxOfMore); len(body) > n {
				m.Bytes = body[:n]
			}
			if body == hex.EncodeToString([]byte(implied(m))) {
				m.Bytes = impliedBytes
			}
			room -= len(m.Bytes) / 2
		}
		c.Messages, times = append(c.Messages, m), append(times, gap)
	}
	return shorten(c, times)
}

// shorten leaves out the middle of a long conversation.
func shorten(c conversation, times []int64) (conversation, []int64) {
	n := len(c.Messages)
	if n <= maxMessages {
		return c, times
	}
	head, tail := maxMessages/2, n-maxMessages/2
	for _, gap := range times[head:tail] {
		times[tail] += gap
	}
	c.Left, c.LeftAt = tail-head, head
	c.Messages = append(c.Messages[:head:head], c.Messages[tail:]...)
	return c, append(times[:head:head], times[tail:]...)
}
