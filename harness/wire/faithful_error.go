package wire

import (
	"fmt"
	"strings"
)

// FaithfulError lets a statement fail on the server, so that client and server agree on the state of the transaction:
// in place of the client's message it forwards one that raises the error. It is for Query, Parse, Bind and Execute. It
// fires when the server is seen to answer with that error.
type FaithfulError struct {
	// Error is what is raised: SQLState, Message, Detail, Hint, Schema, Table, Column, DataType and Constraint. The
	// server itself adds the others.
	Error Fields
}

// Name implements Action.
func (FaithfulError) Name() string { return "faithful_error" }

// Act implements Action.
func (a FaithfulError) Act(h *ActionPoint) {
	p, do := h.pump, "DO "+a.block()
	h.detail = a.Error.words("ERROR")
	w := &replacedStatement{point: h, code: a.Error.SQLState, counts: p.countsBefore}
	if h.Message().Type == nameQuery {
		order := p.counts
		h.cutOff(0)
		p.counts = order // it is answered as the client's own
		p.c.replacedStatements.add(w)
		p.inserted = append(p.inserted, insertion{bytes: framed('Q', append([]byte(do), 0))})
		return
	}
	h.cutOff(0)
	w.added = true
	p.counts.parses++
	p.counts.binds++
	p.c.replacedStatements.add(w)
	// A name of its own, so that it takes neither the client's unnamed statement nor its unnamed portal.
	name := fmt.Sprintf("pgfault_%d_%d\x00", h.Conn(), h.Message().Index)
	var b []byte
	b = append(b, framed('P', []byte(name+do+"\x00\x00\x00"))...)
	b = append(b, framed('B', []byte(name+name+"\x00\x00\x00\x00\x00\x00"))...)
	b = append(b, framed('E', []byte(name+"\x00\x00\x00\x00"))...)
	p.inserted = append(p.inserted, insertion{bytes: b})
}

// block is the PL/pgSQL that raises the error.
func (a FaithfulError) block() string {
	f, options := a.Error, []string{}
	for _, o := range []struct{ name, value string }{
		{"ERRCODE", f.SQLState},
		{"MESSAGE", f.list("")[3].value},
		{"DETAIL", f.Detail},
		{"HINT", f.Hint},
		{"SCHEMA", f.Schema},
		{"TABLE", f.Table},
		{"COLUMN", f.Column},
		{"DATATYPE", f.DataType},
		{"CONSTRAINT", f.Constraint},
	} {
		if o.value != "" {
			options = append(options, o.name+" = E'"+strings.NewReplacer(`\`, `\\`, `'`, `\'`, `$`, `\x24`).Replace(o.value)+"'")
		}
	}
	return "$pgfault$BEGIN RAISE EXCEPTION USING " + strings.Join(options, ", ") + "; END$pgfault$"
}

func (a FaithfulError) check(p Position) string {
	if why := needsWhole(p); why != "" {
		return why
	}
	switch f := a.Error; {
	case len(f.SQLState) != 5 || f.SQLState == "00000":
		return "sqlstate must be a code of five characters, and no success"
	case f.Severity != "" && f.Severity != "ERROR":
		return "a server that goes on raises an ERROR; for another severity there is inject"
	case f.Localized+f.Position+f.InternalPosition+f.InternalQuery+f.Where+f.File+f.Line+f.Routine+f.Omit != "":
		return "only sqlstate, message, detail, hint, schema, table, column, data_type and constraint can be raised"
	}
	switch p.Message {
	case nameQuery, nameParse, nameBind, nameExecute:
	case "":
		if p.SQL == "" {
			return "name a Query, Parse, Bind or Execute, or its sql"
		}
	default:
		return p.Message + " is none of Query, Parse, Bind, Execute"
	}
	word := strings.ToUpper(firstWord(strings.TrimSpace(p.SQL)))
	if (word == "COMMIT" || word == "END") && a.Error.SQLState != "57014" { // one that is cancelled before it has begun leaves it
		return "a COMMIT that fails ends its transaction, and a statement in its place does not: let a deferred constraint fail"
	}
	return a.Error.check()
}
