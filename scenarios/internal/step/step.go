// Package step makes the steps of a scenario. Each function gives the plain value; there is no behaviour in it.
package step

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

func do(d scenario.Do) scenario.Step { return scenario.Step{Do: &d} }

// Connect connects a session.
func Connect(session string) scenario.Step {
	return do(scenario.Do{Op: target.OpConnect, Session: session})
}

// Close closes a session.
func Close(session string) scenario.Step {
	return do(scenario.Do{Op: target.OpClose, Session: session})
}

// Query runs one statement, with its arguments as text.
func Query(session, sql string, e scenario.Expect, args ...string) scenario.Step {
	return do(scenario.Do{Op: target.OpQuery, Session: session, SQL: sql, Args: args, Expect: e})
}

// Fetch has a query ask for so many rows at a time.
func Fetch(n int, s scenario.Step) scenario.Step {
	s.Do.Fetch = n
	return s
}

// Begin begins a transaction.
func Begin(session string) scenario.Step {
	return do(scenario.Do{Op: target.OpBegin, Session: session})
}

// Commit commits.
func Commit(session string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpCommit, Session: session, Expect: e})
}

// Tracked has a commit take what a later Resolve needs.
func Tracked(s scenario.Step) scenario.Step {
	s.Do.Track = true
	return s
}

// Resolve asks what became of the transaction whose commit was Tracked.
func Resolve(session string, found target.Resolution) scenario.Step {
	return do(scenario.Do{Op: target.OpResolve, Session: session, Expect: scenario.Expect{Resolution: []target.Resolution{found}}})
}

// Rollback rolls back.
func Rollback(session string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpRollback, Session: session, Expect: e})
}

// Prepare prepares a statement under a name.
func Prepare(session, name, sql string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpPrepare, Session: session, Name: name, SQL: sql, Expect: e})
}

// Execute runs a prepared statement.
func Execute(session, name string, e scenario.Expect, args ...string) scenario.Step {
	return do(scenario.Do{Op: target.OpExecute, Session: session, Name: name, Args: args, Expect: e})
}

// QueryRow asks for exactly one row: its arguments are given as native types, its columns read into native types.
func QueryRow(session, sql string, as, into []string, e scenario.Expect, args ...string) scenario.Step {
	return do(scenario.Do{Op: target.OpQueryRow, Session: session, SQL: sql, As: as, Into: into, Args: args, Expect: e})
}

// Types are native types by their PostgreSQL names.
func Types(names ...string) []string { return names }

// QueryStart reads the first row of a result and leaves the others unread.
func QueryStart(session, sql string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpQueryStart, Session: session, SQL: sql, Expect: e})
}

// QueryRest reads the rows that QueryStart has left.
func QueryRest(session string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpQueryRest, Session: session, Expect: e})
}

// Batch sends several statements in one go.
func Batch(session string, e scenario.Expect, statements ...string) scenario.Step {
	return do(scenario.Do{Op: target.OpBatch, Session: session, Statements: statements, Expect: e})
}

// CopyIn sends lines to a COPY … FROM STDIN.
func CopyIn(session, sql string, e scenario.Expect, lines ...string) scenario.Step {
	return do(scenario.Do{Op: target.OpCopyIn, Session: session, SQL: sql, Lines: lines, Expect: e})
}

// Fail lets the source of a CopyIn fail after its lines.
func Fail(why string, s scenario.Step) scenario.Step {
	s.Do.Fail = why
	return s
}

// CopyOut reads what a COPY … TO STDOUT sends.
func CopyOut(session, sql string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpCopyOut, Session: session, SQL: sql, Expect: e})
}

// Listen listens on a channel.
func Listen(session, channel string) scenario.Step {
	return do(scenario.Do{Op: target.OpListen, Session: session, Channel: channel})
}

// Wait waits for a notification.
func Wait(session string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpWaitNotification, Session: session, Expect: e})
}

// Watch has a Wait look every so often whether its connection is alive, and wait so long for an answer.
func Watch(every time.Duration, s scenario.Step) scenario.Step {
	s.Do.Check = every
	return s
}

// Cancel gives up what runs on a session.
func Cancel(session string) scenario.Step {
	return do(scenario.Do{Op: target.OpCancel, Session: session})
}

// CancelInVain gives up what runs on a session, where the request for it can't arrive. Some libraries say so, and others don't
// know.
func CancelInVain(session string) scenario.Step {
	return do(scenario.Do{Op: target.OpCancel, Session: session, Expect: scenario.Expect{Fails: true, OrSucceeds: true}})
}

// Within gives an operation a caller's deadline.
func Within(d time.Duration, s scenario.Step) scenario.Step {
	s.Do.Timeout = d
	return s
}

// Async leaves an operation running.
func Async(s scenario.Step) scenario.Step {
	s.Do.Async = true
	return s
}

// GivenUp lets the caller have given up before the operation: target.GivenUpDeadline or target.GivenUpCancel.
func GivenUp(how string, s scenario.Step) scenario.Step {
	s.Do.GivenUp = how
	return s
}

// Inject causes a fault, or arms it.
func Inject(f fault.Fault) scenario.Step { return scenario.Step{Inject: f} }

// InjectStandby causes a fault on the conversation with the standby, or arms it there.
func InjectStandby(f fault.Fault) scenario.Step { return scenario.Step{Inject: f, Standby: true} }

// Heal ends all faults.
func Heal() scenario.Step { return scenario.Step{Heal: true} }

// Await waits until the faults have acted.
func Await() scenario.Step { return scenario.Step{Await: true} }

// Rig runs SQL on a session of the rig's own.
func Rig(session, sql string) scenario.Step {
	return scenario.Step{Rig: &scenario.Rig{Session: session, SQL: sql}}
}

// RigAsync leaves SQL running on a session of the rig's own, once a query on the side channel is true.
func RigAsync(session, sql, until string) scenario.Step {
	return scenario.Step{Rig: &scenario.Rig{Session: session, SQL: sql, Async: true, Until: until}}
}

// Until asks on the side channel until a query is true.
func Until(sql string) scenario.Step { return scenario.Step{Rig: &scenario.Rig{Until: sql}} }

// OnStandby has the rig do its step on the server's standby.
func OnStandby(s scenario.Step) scenario.Step {
	s.Rig.Standby = true
	return s
}
