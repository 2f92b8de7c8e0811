package engine

import (
	"strconv"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// The names of messages that decide what an exchange is.
const (
	cancelRequest = "CancelRequest"
	terminate     = "Terminate"
	startup       = "StartupMessage"
	readyForQuery = "ReadyForQuery"
)

// reading makes exchanges of what was recorded during a call.
type reading struct {
	delivered map[int]int // up to which message all was delivered, by connection
	offset    int
	exchanges []verdict.Exchange
	open      map[int]int    // the exchange that goes on, by connection: its place, from 1
	known     map[string]int // the exchange in which a statement was sent first, from 1
	again     map[string]int // and the one in which it was sent last
	columns   map[int]string // which columns of the answer hold text, by connection

	heard     map[int]time.Time // when the last was heard of an exchange, by its place
	connected int               // the exchange that connected last
}

// take takes an entry of the recording, of the connection with that number.
func (r *reading) take(m wire.Message, number int) {
	defer func() {
		if place := r.open[number]; place != 0 {
			r.heard[place] = m.At
		}
	}()
	switch {
	case m.Event == wire.Fired:
		r.fired(m, number)
	case m.Event != "":
		if end := endOf(m); end != "" {
			r.end(number, end)
		}
	case m.Direction == wire.Upstream:
		r.sent(m, number)
	default:
		r.answered(m, number)
	}
}

// at is the exchange of a connection that goes on, or a new one.
func (r *reading) at(number int) *verdict.Exchange {
	if r.open[number] == 0 {
		r.exchanges = append(r.exchanges, verdict.Exchange{Conn: number})
		r.open[number] = len(r.exchanges)
	}
	return &r.exchanges[r.open[number]-1]
}

func (r *reading) sent(m wire.Message, number int) {
	late := m.Fate == wire.Dropped // as it is on a connection that has ended
	if late && m.Type == terminate {
		return
	}
	switch e := r.at(number); {
	case e.Tx != "", late && e.End != "" && whole(e.Sent): // it was answered, or ended, and asks again
		r.open[number] = 0
	}
	e := r.at(number)
	e.Sent = appendName(e.Sent, m.Type)
	e.Bytes += m.Size
	if m.Type == terminate {
		e.End = verdict.EndClient
	}
	if m.Fate != "" {
		e.Altered = true
	}
	if m.Type == "CopyDone" && r.columns[number] == "text" {
		e.CopiedIn = m.Digest
	}
	if m.Type == startup {
		if r.connected != 0 {
			e.PauseMS = r.since(r.connected, m)
		}
		r.connected = r.open[number]
	}
	r.statement(e, m, number)
}

// whole tells whether what was sent is all of what was asked.
func whole(sent string) bool {
	last, _, _ := strings.Cut(sent[strings.LastIndex(sent, " ")+1:], "×")
	return last == "Query" || last == "Sync" || last == "FunctionCall"
}

// since is how long before a message the last was heard of an exchange, in milliseconds.
func (r *reading) since(place int, m wire.Message) float64 {
	return max(0, ms(m.At.Sub(r.heard[place])))
}

// statement notes which statement was sent, and where it was sent before.
func (r *reading) statement(e *verdict.Exchange, m wire.Message, number int) {
	switch m.Type {
	case "Query", "Parse", "Bind":
	default:
		return
	}
	if m.Type != "Bind" {
		delete(r.columns, number) // what comes has other ones
	}
	text := m.Summary
	if m.Type == "Parse" && strings.HasPrefix(text, `"`) {
		if _, after, ok := strings.Cut(text[1:], `" `); ok {
			text = after // the statement, and not its name
		}
	}
	if e.SQL == "" && m.Type != "Bind" {
		e.SQL = clip(text)
	}
	if m.Type == "Bind" {
		text = "Bind " + text
	}
	if first := r.known[text]; first != 0 && first != r.open[number] && e.Same == 0 {
		e.Same, e.PauseMS = first, r.since(r.again[text], m)
	} else if first == 0 {
		r.known[text] = r.open[number]
	}
	r.again[text] = r.open[number]
}

// sqlLimit is how much of a statement is kept, in bytes.
const sqlLimit = 48

func clip(text string) string {
	if len(text) <= sqlLimit {
		return text
	}
	return strings.ToValidUTF8(text[:sqlLimit], "") + "…"
}

func (r *reading) answered(m wire.Message, number int) {
	e := r.at(number)
	switch m.Type {
	case "RowDescription", "CopyOutResponse", "CopyInResponse":
		r.columns[number] = m.Digest
	case "DataRow":
		e.Rows++
		r.row(e, m, number, e.Rows)
	case "CopyData":
		e.Copied++
		r.row(e, m, number, e.Copied)
	}
	if m.Fate != "" {
		e.Altered = true
	}
	if m.Fate == wire.Dropped || m.Index > r.delivered[number-r.offset] {
		return
	}
	switch m.Type {
	case "CommandComplete":
		e.Tags = append(e.Tags, m.Summary)
	case "EmptyQueryResponse":
		e.Tags = append(e.Tags, "")
	case "ErrorResponse":
		r.code(e, m)
	case readyForQuery:
		e.Tx = map[string]string{"idle": "I", "intrans": "T", "inerror": "E"}[m.Summary]
	case "Unknown":
		e.Strange = true
	}
}

// row keeps what the first rows of an answer hold, in columns of text.
func (r *reading) row(e *verdict.Exchange, m wire.Message, number, nth int) {
	if values := textsOf(r.columns[number], m.Digest); values != "" && m.Fate == "" && len(e.Values)+1 == nth {
		e.Values = append(e.Values, values)
	}
}

func (r *reading) code(e *verdict.Exchange, m wire.Message) {
	e.Codes = append(e.Codes, m.SQLState)
	e.Fatal = e.Fatal || m.Severity == "FATAL" || m.Severity == "PANIC"
}

// fired takes what an action did: what it said, what it changed, and where it ended the connection.
func (r *reading) fired(m wire.Message, number int) {
	action, _, _ := strings.Cut(m.Summary, ":")
	switch {
	case m.Type == "ErrorResponse":
		r.code(r.at(number), m)
	case m.Type == "Unknown":
		r.at(number).Strange = true
	case action == "corrupt", action == "duplicate", action == "truncate", action == "drop":
		r.at(number).Altered = true
	}
	if end := endOf(m); end != "" {
		r.end(number, end)
	}
}

// end notes how a connection ended: with the exchange that went on, or with one of its own.
func (r *reading) end(number int, how string) {
	e := r.at(number)
	if e.End == "" {
		e.End = how
	}
}

// endOf is how an entry ends the connection; empty where it does not.
func endOf(m wire.Message) string {
	switch {
	case m.Event == wire.Aborted && m.Direction == wire.Downstream:
		return verdict.EndRST
	case m.Event == wire.Ended && m.Direction == wire.Downstream:
		return verdict.EndFIN
	case m.Event == wire.Aborted, m.Event == wire.Ended, m.Type == terminate:
		return verdict.EndClient
	case m.Event == wire.Fired:
		switch action, _, _ := strings.Cut(m.Summary, ":"); action {
		case "reset":
			return verdict.EndRST
		case "close", "cut":
			return verdict.EndFIN
		case "half_close":
			if m.Direction != wire.Upstream {
				return verdict.EndFIN
			}
		}
	}
	return ""
}

// appendName adds a message's name, and counts it where it stands last.
func appendName(names, name string) string {
	last := names[strings.LastIndex(names, " ")+1:]
	word, count, _ := strings.Cut(last, "×")
	switch {
	case names == "":
		return name
	case word != name:
		return names + " " + name
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		n = 1
	}
	return strings.TrimSuffix(names, last) + name + "×" + strconv.Itoa(n+1)
}

// textsOf are the values of a row that columns of text hold; empty where there are none, or where it is not known.
func textsOf(columns, values string) string {
	kinds, sums := strings.Fields(columns), strings.Fields(values)
	if len(kinds) != len(sums) || !strings.Contains(columns, "text") {
		return ""
	}
	for i, kind := range kinds {
		if kind == wire.DigestOther {
			sums[i] = wire.DigestOther
		}
	}
	return strings.Join(sums, " ")
}
