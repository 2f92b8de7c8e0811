package wire

// Direction is the way a message travels, in toxiproxy's words.
type Direction string

// The two directions of a conversation.
const (
	Upstream   Direction = "upstream"   // client to server
	Downstream Direction = "downstream" // server to client
)

// Whole as an Offset means: after the last byte of the message.
const Whole = -1

// Position names a point in a conversation between a client and PostgreSQL: this byte of that message. Faults fire at
// positions, never after a time. The zero value means "now, on every connection that is open"; with
// Conn, Application or Tx alone it means "now, on those".
type Position struct {
	// Direction is the way the message travels. It may be left out where Message travels one way only.
	Direction Direction `json:"direction,omitempty" yaml:"direction,omitempty"`
	// Message is the message's name in the manual's "Message Formats" (Query, DataRow, StartupMessage); empty for any.
	Message string `json:"message,omitempty" yaml:"message,omitempty"`
	// Occurrence counts the messages that fit, from 1, over all connections of the endpoint, from the moment the fault
	// was armed; 0 means the first.
	Occurrence int `json:"occurrence,omitempty" yaml:"occurrence,omitempty"`
	// Offset is how many bytes of the message, its header included, still pass before the fault fires; Whole lets all
	// of it pass. Where a message is shorter than Offset, the position is not in the conversation.
	Offset int `json:"offset,omitempty" yaml:"offset,omitempty"`
	// SQL, if set, must be contained in the text of a Query or Parse message; case is ignored. Where Message says Bind or
	// Execute it is the text that was prepared under the name there, of which the first 4 kB are known, of the last 256
	// names of a connection. Where Message is empty, what brings the statement fits, however the client sends it: a Query, a
	// Parse, or a Bind of what was parsed and bound before.
	SQL string `json:"sql,omitempty" yaml:"sql,omitempty"`
	// Tag, if set, must be the first word of a CommandComplete message's tag; case is ignored.
	Tag string `json:"tag,omitempty" yaml:"tag,omitempty"`
	// SQLState, if set, must be the code of an ErrorResponse or NoticeResponse; two characters name a class of codes.
	SQLState string `json:"sqlstate,omitempty" yaml:"sqlstate,omitempty"`
	// Conn, if set, is the number of the connection, from 1 in the order of their coming.
	Conn int `json:"conn,omitempty" yaml:"conn,omitempty"`
	// Application, if set, must be the application_name of the connection's StartupMessage.
	Application string `json:"application_name,omitempty" yaml:"application_name,omitempty"`
	// Tx, if set, must be the transaction status that the server told last on the connection: idle, intrans or inerror.
	// A ReadyForQuery tells its own.
	Tx string `json:"tx,omitempty" yaml:"tx,omitempty"`
}

// IsZero tells whether p is the zero Position.
func (p Position) IsZero() bool { return p == Position{} }

// Now tells whether p means "now": it names no message, and at most says of which connections.
func (p Position) Now() bool {
	p.Conn, p.Application, p.Tx = 0, "", ""
	return p.IsZero()
}
