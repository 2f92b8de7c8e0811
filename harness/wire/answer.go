package wire

// Answer says something in the place of the server's answer: the server never gets what was asked, a statement with all of
// its messages, and the client is told this, and that the server is ready as before.
type Answer struct {
	// Say is what it says.
	Say Content
	// Close ends the connection with a FIN when it is said, in the place of ReadyForQuery.
	Close bool
}

// Name implements Action.
func (Answer) Name() string { return "answer" }

// Act implements Action.
func (a Answer) Act(h *ActionPoint) {
	h.detail = a.Say.String()
	h.cutOff(0)
	h.pump.toSync = namesStatement(h.pump.cur.kind)
	said := a.Say.bytes(h.turn)
	var then func()
	switch {
	case a.Close:
		then = func() { h.conn.hangUp() }
	case h.message.Type != nameCancel:
		tx := byte(h.conn.tx.Load())
		if tx == 0 {
			tx = 'I'
		}
		said = append(said, framed('Z', []byte{tx})...)
	}
	h.InsertNow(Downstream, said, then)
}

func (a Answer) check(p Position) string {
	if why := needsWhole(p); why != "" {
		return why
	}
	switch p.Message {
	case nameQuery, nameParse, nameBind, nameExecute, nameCancel:
	case nameStartup:
		if !a.Close {
			return "whoever is refused when it connects is told no more: say close"
		}
	case "":
		if p.SQL == "" {
			return "name a Query, Parse, Bind, Execute, StartupMessage or CancelRequest, or a statement's sql"
		}
	default:
		return p.Message + " is none of Query, Parse, Bind, Execute, StartupMessage, CancelRequest"
	}
	return a.Say.check(Downstream)
}
