// Package wire is the stage that a client talks to: it listens on the loopback interface, passes the PostgreSQL
// conversation on to an upstream address byte for byte, records it, and fires actions at exact positions in it.
//
// The stage frames the protocol itself and in place, over one reusable buffer per direction: what it holds of a
// conversation is bounded, however long a message says that it is. The rules of framing are those of the manual's
// chapter "Frontend/Backend Protocol", sections "Message Flow" and "Message Formats".
package wire
