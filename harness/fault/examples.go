package fault

import (
	"slices"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Example shows a fault: what a client sees of it on the wire, and one with its usual fields.
type Example struct {
	// Wire says what comes over the wire, as a packet capture at the client would have it.
	Wire string
	// Fault is the fault as it is used.
	Fault Fault
}

// Examples are an example of each fault in the registry, in its order.
var Examples = slices.Concat(examplesOnTheWire, examplesOfToxics, examplesOnTheServer)

// The positions of the examples.
var (
	atReply = wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}
	atRow   = wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}
	atQuery = wire.Position{Direction: wire.Upstream, Message: "Query", SQL: "INSERT INTO ledger"}
	inRow   = wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2, Offset: 20}
)

var examplesOnTheWire = []Example{
	{"everything before the position, and then a RST: reads fail with ECONNRESET. The server sees a FIN", Reset{At: atReply}},
	{"everything before the position, and then a FIN: reads end (EOF). The server sees a FIN too", Close{At: atReply}},
	{"everything before the position, and then nothing: no byte, no FIN, no RST; TCP acknowledges what is written", Hold{At: atReply}},
	{"the first 20 bytes of the message, and then a FIN", Cut{At: inRow}},
	{"a FIN from the server's side, while what the client writes still arrives there", HalfClose{At: atReply}},
	{"all but that message", Drop{At: atRow}},
	{"all of it, the message and what follows 200 ms late", Delay{At: atReply, For: 200 * time.Millisecond}},
	{"the message twice, in one segment", Duplicate{At: atRow}},
	{"the first 20 bytes of the message, whose length says more, and what followed it", Truncate{At: inRow}},
	{"the message with one byte changed", Corrupt{At: atRow, Part: wire.Length, Seed: 7}},
	{"another message, or anything, in its place", Replace{At: atReply, Say: wire.Content{Error: wire.Fields{SQLState: "57014", Message: "canceling statement"}}}},
	{
		"an ErrorResponse that the server did not send, and then a FIN. It has no V, as pgbouncer's have none",
		Inject{At: atReply, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "08P01", Message: "server conn crashed?", Omit: "V"}}, Close: true},
	},
	{"an ErrorResponse in the place of the answer, and ReadyForQuery. The server never gets the statement", Answer{At: atQuery, Say: wire.Content{Error: wire.Fields{SQLState: "0A000", Message: "statement is not allowed"}}}},
	{"everything before the position, and then nothing, while the server works and answers", Swallow{At: atQuery}},
	{"the ErrorResponse of the server itself, and the ReadyForQuery that fits it", FaithfulError{At: atQuery, Error: wire.Fields{SQLState: "40001", Message: "could not serialize"}}},
	{"all of it, the message in segments of one byte", Slice{At: atRow, Size: 1}},
	{"TCP's window is shut (win 0): the client's writes block when all buffers are full", ZeroWindow{Only: wire.Upstream}},
	{"a TLS handshake with that certificate, in answer to the client's SSLRequest", Certificate{Kind: wire.ExpiredCertificate}},
	{"SYN is answered by RST: ECONNREFUSED", Refuse{}},
	{"the handshake of TCP, and then nothing", Silence{}},
	{"SYN is not answered, and sent again and again", FullBacklog{}},
}

var examplesOfToxics = []Example{
	{"all of it, each answer 100 ms late", Latency{Latency: 100 * time.Millisecond, Jitter: 10 * time.Millisecond}},
	{"all of it, at 10 kB a second", Bandwidth{Rate: 10}},
	{"nothing, and a FIN after a second", Timeout{Timeout: time.Second}},
	{"all of it, and the FIN half a second after its time", SlowClose{Delay: 500 * time.Millisecond}},
	{"a RST 100 ms after something was said (a FIN where the connection was open before)", ResetPeer{Timeout: 100 * time.Millisecond}},
	{"500 bytes, and then a FIN", LimitData{Bytes: 500}},
	{"all of it, in segments of some 10 bytes, a millisecond apart", Slicer{AverageSize: 10, Delay: time.Millisecond}},
	{"the handshake of TCP, and then a FIN: a proxy whose server is gone. Connections that were open get a FIN", Down{}},
	{"FATAL 57P01 (admin_shutdown), and then a FIN", TerminateBackend{Running: "pg_sleep"}},
}
