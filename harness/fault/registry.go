package fault

import "fmt"

// Entry is a fault in the registry.
type Entry struct {
	// Name is what Fault.Name returns.
	Name string
	// Summary is one line: what it does.
	Summary string
	// Decode makes a fault whose fields unmarshal fills in, as a decoder of JSON or YAML does.
	Decode func(unmarshal func(any) error) (Fault, error)
}

// onTheWire lists the faults of the conversation.
var onTheWire = []Entry{
	entry[Reset]("end a connection with a RST, at a position or at once"),
	entry[Close]("end a connection with a FIN, at a position or at once"),
	entry[Hold]("let nothing move and keep the sockets open, from a position or at once"),
	entry[Cut]("end a connection inside a message, at an exact byte"),
	entry[HalfClose]("end one direction with a FIN, and let the other go on"),
	entry[Drop]("let a message not pass"),
	entry[Delay]("let a message wait"),
	entry[Duplicate]("let a message pass twice"),
	entry[Truncate]("let only the first bytes of a message pass"),
	entry[Corrupt]("change a byte of a message: type, length or body"),
	entry[Replace]("say something else in place of a message"),
	entry[Inject]("say what nobody has said: an error, a notice, an unknown or oversize message, garbage"),
	entry[Answer]("say something in the place of the server's answer"),
	entry[Swallow]("let the server work and the client hear nothing"),
	entry[FaithfulError]("let a statement fail with a given SQLSTATE, on the server itself"),
	entry[Slice]("let a message pass in pieces"),
	entry[ZeroWindow]("stop reading, so that the writes of the peer block"),
	entry[Certificate]("end the encryption of clients, with a certificate that is good or bad"),
	entry[Refuse]("refuse new connections"),
	entry[Silence]("take new connections, and say nothing to them"),
	entry[FullBacklog]("let new connections hang, as if the host were down"),
	entry[Latency]("delay all data (toxiproxy)"),
	entry[Bandwidth]("limit the speed (toxiproxy)"),
	entry[Timeout]("drop all data, and close after a while (toxiproxy)"),
	entry[SlowClose]("delay the end of a connection (toxiproxy)"),
	entry[ResetPeer]("end a connection after a while, once something is said (toxiproxy)"),
	entry[LimitData]("end a connection after a number of bytes (toxiproxy)"),
	entry[Slicer]("pass all data on in pieces (toxiproxy)"),
	entry[Down]("close all connections, and take no new ones, behind a proxy that listens (toxiproxy)"),
	entry[TerminateBackend]("pg_terminate_backend, while idle or in a statement"),
}

// Find returns the fault of that name.
func Find(name string) (Entry, error) {
	for _, e := range Registry {
		if e.Name == name {
			return e, nil
		}
	}
	return Entry{}, &ConfigError{Fault: name, Why: "there is no such fault"}
}

func entry[F Fault](summary string) Entry {
	var zero F
	return Entry{Name: zero.Name(), Summary: summary, Decode: func(unmarshal func(any) error) (Fault, error) {
		var f F
		if err := unmarshal(&f); err != nil {
			return nil, fmt.Errorf("read fault %s: %w", f.Name(), err)
		}
		return f, nil
	}}
}
