package target

import "time"

// Traits are how a target's library does what it does, where libraries differ and none is wrong. Each trait that is declared
// is a line in the report, in the place of a finding for each scenario that meets it. The zero value is the default of each,
// which asks most.
type Traits struct {
	// Deadline is what keeps the caller's deadline: DeadlineCall, DeadlineConnection or DeadlineNone.
	Deadline Deadline `json:"deadline,omitempty"`
	// DeadlineGranularityMS is what deadlines are rounded up to, in milliseconds.
	DeadlineGranularityMS int64 `json:"deadline_granularity_ms,omitempty"`
	// ConnectTimeoutGranularityMS is the same for the deadline of a connect. A day says that a connect keeps none.
	ConnectTimeoutGranularityMS int64 `json:"connect_timeout_granularity_ms,omitempty"`
	// Cancel is what can be cancelled: CancelAny, CancelRunning or CancelNone.
	Cancel Cancel `json:"cancel,omitempty"`
	// Begin is when a transaction begins on the server: BeginEager or BeginLazy.
	Begin Begin `json:"begin,omitempty"`
	// Pool is when a pool connects, and what it makes of a connection that is lost: PoolLazy, PoolEager or PoolReplaces.
	Pool PoolTrait `json:"pool,omitempty"`
	// Acquire is what a pool does that has no connection left: AcquireWaits or AcquireFails.
	Acquire AcquireTrait `json:"acquire,omitempty"`
	// Prepare is what a prepare does: PrepareWire, PrepareLazy, PrepareEmulated or PreparePins.
	Prepare PrepareTrait `json:"prepare,omitempty"`
	// Copy is where a COPY is possible: CopyAny or CopyInTx.
	Copy CopyTrait `json:"copy,omitempty"`
	// Codes are the server's codes that are passed on: CodesAll or CodesStatement.
	Codes Codes `json:"codes,omitempty"`
	// Arguments is how arguments are taken: ArgumentsText or ArgumentsTyped.
	Arguments Arguments `json:"arguments,omitempty"`
	// GivenUp are the operations that take a caller who has given up before the call; none named are all.
	GivenUp []Op `json:"given_up,omitzero"`
	// DSN are the parameters of libpq's that are understood, by libpq's names; nil are all. Several hosts are "hosts".
	DSN []string `json:"dsn,omitzero"`
	// StatusDelayMS is how long after a connection's end its status may still be open, in milliseconds, in a library that
	// learns of the end by an event.
	StatusDelayMS int64 `json:"status_delay_ms,omitempty"`
}

// Deadline is what keeps a caller's deadline.
type Deadline string

// The ways to keep a deadline.
const (
	DeadlineCall       Deadline = "call"       // each call has its own; the default
	DeadlineConnection Deadline = "connection" // one for all calls of a connection, given when it is made: call_timeout_ms
	DeadlineNone       Deadline = "none"       // none is kept
)

// Cancel is what a cancel can end.
type Cancel string

// What a cancel can end.
const (
	CancelAny     Cancel = "any"     // a connect and an acquire too; the default
	CancelRunning Cancel = "running" // what runs on the server
	CancelNone    Cancel = "none"
)

// Begin is when a transaction begins on the server.
type Begin string

// The times at which a transaction can begin.
const (
	BeginEager Begin = "eager" // with the begin; the default
	BeginLazy  Begin = "lazy"  // with the first statement
)

// PoolTrait is when a pool connects.
type PoolTrait string

// The kinds of pools.
const (
	PoolLazy     PoolTrait = "lazy"     // when a connection is asked for; the default
	PoolEager    PoolTrait = "eager"    // when it is opened
	PoolReplaces PoolTrait = "replaces" // the connection behind what was acquired may be replaced
)

// AcquireTrait is what a pool does that has no connection left.
type AcquireTrait string

// What a pool does that has no connection left.
const (
	AcquireWaits AcquireTrait = "waits" // it waits for one, until the caller's deadline; the default
	AcquireFails AcquireTrait = "fails" // it fails at once
)

// PrepareTrait is what a prepare does.
type PrepareTrait string

// The kinds of prepares.
const (
	PrepareWire     PrepareTrait = "wire"     // it sends a Parse or a PREPARE; the default
	PrepareLazy     PrepareTrait = "lazy"     // nothing is sent before the first execute
	PrepareEmulated PrepareTrait = "emulated" // nothing is ever prepared on the server
	PreparePins     PrepareTrait = "pins"     // it holds a connection of its pool
)

// CopyTrait is where a COPY is possible.
type CopyTrait string

// Where a COPY is possible.
const (
	CopyAny  CopyTrait = "any"   // everywhere; the default
	CopyInTx CopyTrait = "in_tx" // in a transaction only
)

// Codes are the server's codes that are passed on.
type Codes string

// Which codes are passed on.
const (
	CodesAll       Codes = "all"       // each that was delivered; the default
	CodesStatement Codes = "statement" // those of a statement: of what keeps a connection from being made, or ends it, the code may be lost
)

// Arguments is how arguments are taken.
type Arguments string

// How arguments are taken.
const (
	ArgumentsText  Arguments = "text"  // as text, whatever the type on the server is; the default
	ArgumentsTyped Arguments = "typed" // as values of the language's types
)

// withDefaults fills in what is not declared.
func (t Traits) withDefaults() Traits {
	set(&t.Deadline, DeadlineCall)
	set(&t.Cancel, CancelAny)
	set(&t.Begin, BeginEager)
	set(&t.Pool, PoolLazy)
	set(&t.Acquire, AcquireWaits)
	set(&t.Prepare, PrepareWire)
	set(&t.Copy, CopyAny)
	set(&t.Codes, CodesAll)
	set(&t.Arguments, ArgumentsText)
	return t
}

func set[T ~string](field *T, value T) {
	if *field == "" {
		*field = value
	}
}

// Has gives the traits of a target: those that it declared, and the defaults of the others.
func (h Hello) Has() Traits {
	if h.Traits == nil {
		return Traits{}.withDefaults()
	}
	return h.Traits.withDefaults()
}

// Takes tells whether an operation can be asked of who had given up before the call.
func (t Traits) Takes(op Op) bool { return t.GivenUp == nil || has(t.GivenUp, op) }

// Understands tells whether a parameter of libpq's is understood.
func (t Traits) Understands(parameter string) bool { return t.DSN == nil || has(t.DSN, parameter) }

// Promised is when an operation has to have ended whose caller's deadline is d, rounded up as the target does; ok is false
// where it promises nothing, as of a connect that would be ended by the next day.
func (t Traits) Promised(op Op, d time.Duration) (_ time.Duration, ok bool) {
	granularity := t.DeadlineGranularityMS
	if op == OpConnect || op == OpPoolOpen {
		if granularity = t.ConnectTimeoutGranularityMS; granularity >= (24 * time.Hour).Milliseconds() {
			return 0, false
		}
	} else if t.Deadline == DeadlineNone {
		return 0, false
	}
	if step := time.Duration(granularity) * time.Millisecond; step > 0 {
		d = (d + step - 1) / step * step
	}
	return d, true
}

func has[T comparable](all []T, one T) bool {
	for _, other := range all {
		if other == one {
			return true
		}
	}
	return false
}
