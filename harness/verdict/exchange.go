package verdict

import (
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// Exchange is what a client sent on a connection, and what was delivered to it in answer, up to where it could ask again. A
// message is delivered when the wire stage has written all of it to the client; what was held, dropped or cut is not.
type Exchange struct {
	// Conn is the connection's number, from 1 in the order of their coming; on a second endpoint they count from 1001.
	Conn int `json:"conn"`
	// Sent are the client's messages by their names in the manual, each with how often it came in a row: "Bind Execute×3 Sync".
	Sent string `json:"sent,omitempty"`
	// SQL begins the first statement that was sent, and Same is the earlier exchange of the call, from 1, in which the same
	// statement was sent; 0 where there is none.
	SQL  string `json:"sql,omitempty"`
	Same int    `json:"same,omitempty"`
	// PauseMS is how long before it, in an exchange that does again what an earlier one of the call did (a connect, a statement), the
	// last was heard of that one, in milliseconds.
	PauseMS float64 `json:"pause_ms,omitempty"`
	// Bytes are those that the client sent.
	Bytes int64 `json:"bytes,omitempty"`
	// Rows and Copied are how many DataRow and CopyData messages the server sent.
	Rows   int `json:"rows,omitempty"`
	Copied int `json:"copied,omitempty"`
	// Values are the checksums of what the first rows hold in columns of text, where that is known: a row in one, its values with
	// spaces between them. A line that the server copies is one value.
	Values []string `json:"values,omitempty"`
	// CopiedIn is the checksum of all lines that the client copied, where it is known.
	CopiedIn string `json:"copied_in,omitempty"`
	// Tags are those of the CommandComplete messages that were delivered, Codes the SQLSTATEs of the errors, and Tx the byte
	// of the ReadyForQuery: I, T or E; empty where none was.
	Tags  []string `json:"tags,omitempty"`
	Codes []string `json:"codes,omitempty"`
	Tx    string   `json:"tx,omitempty"`
	// Fatal says that an error was delivered after which the server ends the connection.
	Fatal bool `json:"fatal,omitempty"`
	// Before is the code of such an error that was delivered before the client sent this, while nothing was asked: it is the
	// first thing that the client reads.
	Before string `json:"before,omitempty"`
	// End is how the connection ended before the call was answered: EndFIN or EndRST to the client, EndClient by the client.
	End string `json:"end,omitempty"`
	// Strange says that bytes came which the protocol does not know, Altered that a message came in another form than the
	// server's, twice, or not at all.
	Strange bool `json:"strange,omitempty"`
	Altered bool `json:"altered,omitempty"`
}

// The ways in which a connection can have ended. After EndRST nobody knows what the client has read of what was delivered.
const (
	EndFIN    = "fin"
	EndRST    = "rst"
	EndClient = "client"
)

// Wire is what the wire carried during a call, as far as it was the call's.
type Wire struct {
	Exchanges []Exchange `json:"exchanges,omitempty"`
	// Lost says that the session's connection had ended before the call began.
	Lost bool `json:"lost,omitempty"`
	// Unreadable says that something could not be read, or that it can't be told whose it was: it proves nothing.
	Unreadable bool `json:"unreadable,omitempty"`
}

// sent tells whether the client sent one of some messages.
func (e Exchange) sent(names ...string) bool {
	for word := range strings.FieldsSeq(e.Sent) {
		name, _, _ := strings.Cut(word, "×")
		if slices.Contains(names, name) {
			return true
		}
	}
	return false
}

// asks tells whether the client asked for something to be done.
func (e Exchange) asks() bool { return e.sent("Query", "Execute", "FunctionCall") }

// prepares tells whether the client asked for a statement to be read.
func (e Exchange) prepares() bool { return e.sent("Parse") }

// readable tells whether all that a call has caused on the wire is known.
func (o Observed) readable() bool { return o.Wire != nil && !o.Wire.Unreadable }

// exchanges are those of a call that can be read.
func (o Observed) exchanges() []Exchange {
	if !o.readable() {
		return nil
	}
	return o.Wire.Exchanges
}

// attempt is the last exchange of a call in which something was asked for.
func (o Observed) attempt() (Exchange, bool) {
	for _, e := range slices.Backward(o.exchanges()) {
		if e.asks() || e.prepares() {
			return e, true
		}
	}
	return Exchange{}, false
}

// codes are the SQLSTATEs that were delivered in a call; sure is whether no RST followed any of them.
func (o Observed) codes() (codes []string, sure bool) {
	sure = true
	for _, e := range o.exchanges() {
		if e.sent("CancelRequest") && o.Request.Op != target.OpCancel {
			continue // which is no answer to what the call asked for
		}
		codes = append(codes, e.Codes...)
		sure = sure && (len(e.Codes) == 0 || e.End != EndRST)
	}
	return codes, sure
}

// ended tells whether a connection that the call went over had ended when it was answered, but for one that was made to
// cancel.
func (o Observed) ended() bool {
	for _, e := range slices.Backward(o.exchanges()) {
		if e.sent("CancelRequest") {
			continue
		}
		return e.End != "" || e.Fatal
	}
	return o.Wire != nil && o.Wire.Lost
}
