package layersweep

import (
	"context"
	"slices"
	"strings"
)

// Over is what an operation is done with.
type Over string

// What an operation can be done with: a connection of pgx's, a pool of them, or a *sql.DB.
const (
	OverConn Over = "conn"
	OverPool Over = "pool"
	OverDB   Over = "db"
)

// Operation is what a program does: calls, one after the other, of which the first that fails is the last.
type Operation struct {
	// Name says what is done; it is the operation's own.
	Name string
	// Entry is the function that is called, by which the shares of definite answers are counted.
	Entry string
	// Over is what it is done with; empty means a connection.
	Over Over
	// Mode is the default_query_exec_mode of the connections; empty means pgx's own.
	Mode string
	// Before is SQL that is run on the connection before, without a fault.
	Before []string
	// Prepare is what else is done before, without a fault.
	Prepare func(ctx context.Context, s *session) error
	// Calls are the calls, in order.
	Calls []Call
	// Fails says that the last call fails by itself, without a fault.
	Fails bool
	// Until is the last version of the server that does it; 0 means that each does.
	Until int
	// OneContext makes all calls with one context of WithCall's, and not each with its own.
	OneContext bool
	// Learn has what it leaves, and whether it fails, be what a run without a fault shows.
	Learn bool
	// Streams says that the client sends on before it is answered: what it had sent, when an answer is cut off, is not the
	// same in each run.
	Streams bool
}

// String is the operation's name, with its mode.
func (o Operation) String() string {
	name := o.Name
	if o.Mode != "" {
		name += " in " + o.Mode
	}
	if o.OneContext {
		name += " with one context"
	}
	return name
}

// Kind is what a call is, as far as it decides what a lost answer leaves open.
type Kind int

// The kinds of calls.
const (
	// Several is anything that may commit in its middle, and nobody sees where: a procedure, a batch, statements in one
	// message, an operation of the driver's that begins and commits by itself.
	Several Kind = iota
	// Single is one statement outside of a transaction, which commits by itself.
	Single
	// Inside is a call in a transaction that was begun before, and that it does not end.
	Inside
	// Begin begins a transaction.
	Begin
	// Commit ends one.
	Commit
	// Rollback ends one, and keeps nothing.
	Rollback
)

// Call is one call.
type Call struct {
	Kind Kind
	// Leaves names the parts of which the server holds each one for good when this call, or the transaction that it is in,
	// has done its work: what stands behind the run's mark in the table, or the name of another thing. None of them may be
	// there where nothing is claimed to be left, and all must be where it is claimed to be committed.
	Leaves []string
	// May names further parts, which are left only where something of the call fails.
	May []string
	// Do does it.
	Do func(ctx context.Context, s *session) error
}

// call is a call that leaves some parts, their names in one string.
func call(kind Kind, leaves string, do func(context.Context, *session) error) Call {
	return Call{Kind: kind, Leaves: strings.Fields(leaves), Do: do}
}

// exec is a call of Conn.Exec, with the run's mark in place of each {v}, and its number in place of each {n}.
func exec(kind Kind, leaves, sql string) Call {
	return call(kind, leaves, func(ctx context.Context, s *session) error {
		_, err := s.conn.Exec(ctx, s.fill(sql))
		return err
	})
}

// until says that a later server refuses an operation.
func until(major int, op Operation) Operation {
	op.Until = major
	return op
}

// on are those of some operations that a server does.
func on(major int, ops []Operation) []Operation {
	return slices.DeleteFunc(ops, func(op Operation) bool { return op.Until != 0 && op.Until < major })
}

// fails says that an operation's last call fails by itself.
func fails(op Operation) Operation {
	op.Fails = true
	return op
}
