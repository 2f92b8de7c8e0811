package wire

import "time"

// Event is something in a recording that is no message.
type Event string

// The events of a connection, and of the stage itself.
const (
	Opened       Event = "opened"        // a client connected, and so did the stage to its upstream
	DialFailed   Event = "dial_failed"   // a client connected, and upstream could not be reached
	Ended        Event = "ended"         // one side closed its direction (FIN)
	Aborted      Event = "aborted"       // one side reset the connection, or it was found broken
	Opaque       Event = "opaque"        // from here on nothing can be read: encrypted, or no PostgreSQL
	Fired        Event = "fired"         // an action acted
	Listening    Event = "listening"     // the stage takes connections
	NotListening Event = "not_listening" // the stage refuses connections
)

// Message is an entry of a recording: a message of the conversation, or an event.
type Message struct {
	// Conn is the connection's number, from 1 in the order of their coming; 0 for an event of the stage itself.
	Conn int `json:"conn"`
	// Index is the entry's place among the messages of its connection, from 1; 0 for an event.
	Index int `json:"index,omitempty"`
	// At is when the stage read the first byte of it.
	At time.Time `json:"at"`
	// Direction is the way it travelled; for Ended and Aborted, the direction that ended.
	Direction Direction `json:"direction,omitempty"`
	// Type is the message's name in the manual's "Message Formats"; Unknown where it has none. It is empty for an event, but
	// for one of an action that said a message of its own.
	Type string `json:"type,omitempty"`
	// Event is set where this is no message.
	Event Event `json:"event,omitempty"`
	// Size is how many bytes the message says it has, its header included.
	Size int64 `json:"size,omitempty"`
	// Fate is set where the message did not pass as it was. What an action adds is no message here, but part of its Fired.
	Fate Fate `json:"fate,omitempty"`
	// Summary is a short text: the SQL, the tag, severity and code of an error. Secrets are masked.
	Summary string `json:"summary,omitempty"`
	// SQLState is the code of an ErrorResponse or NoticeResponse, also of one that an action said.
	SQLState string `json:"sqlstate,omitempty"`
	// Severity is the severity of an ErrorResponse or NoticeResponse, not localized.
	Severity string `json:"severity,omitempty"`
	// Bytes are the first of the message's body, where the stage keeps them.
	Bytes []byte `json:"bytes,omitempty"`
	// Digest is of a RowDescription which columns hold text, and of the first rows of an answer the checksum of each value, with
	// spaces between them; of the CopyDone of a client the checksum of all that it copied. It is empty where that was not looked at.
	Digest string `json:"digest,omitempty"`
	// Backend is the process number in a BackendKeyData.
	Backend uint32 `json:"backend,omitempty"`
}
