package target

import (
	"encoding/json"

	"github.com/pgfault/pgfault/pgdiag"
)

// ProtocolVersion is the version of the shim protocol that this package speaks.
const ProtocolVersion = 1

// Op is an operation of the shim protocol.
type Op string

// The operations of the shim protocol, version 1. OpClose and everything from OpQuery to OpResolve need a session.
// OpCancel is the caller that gives up what runs on the session now, a connect or an acquire included, by whatever means
// the library offers; it is answered at once, and what ran gives its own answer. OpQueryStart reads the first row of a
// result and leaves the others unread, until OpQueryRest. OpResolve asks the server, on a connection of its own by the
// DSN, what became of the transaction whose commit said Track, whatever has become of its session.
const (
	OpHello            Op = "hello"
	OpConnect          Op = "connect"
	OpClose            Op = "close"
	OpQuery            Op = "query"
	OpBegin            Op = "begin"
	OpCommit           Op = "commit"
	OpRollback         Op = "rollback"
	OpPrepare          Op = "prepare"
	OpExecute          Op = "execute"
	OpCopyIn           Op = "copy_in"
	OpCopyOut          Op = "copy_out"
	OpListen           Op = "listen"
	OpWaitNotification Op = "wait_notification"
	OpCancel           Op = "cancel"
	OpStatus           Op = "status"
	OpBatch            Op = "batch"
	OpQueryRow         Op = "query_row"
	OpQueryStart       Op = "query_start"
	OpQueryRest        Op = "query_rest"
	OpResolve          Op = "resolve"
	OpPoolOpen         Op = "pool_open"
	OpPoolClose        Op = "pool_close"
	OpPoolAcquire      Op = "pool_acquire"
	OpPoolRelease      Op = "pool_release"
	OpBye              Op = "bye"
)

// Request is one line to a target: an operation and its fields. A field that the operation has no use for is absent.
type Request struct {
	ID       int64  `json:"id"`
	Op       Op     `json:"op"`
	Protocol int    `json:"protocol,omitempty"`
	Session  string `json:"session,omitempty"`
	Pool     string `json:"pool,omitempty"`
	// DSN is where a connect, a pool_open and a resolve lead; Address says the same in fields.
	DSN string `json:"dsn,omitempty"`
	Address
	// CallTimeoutMS is the deadline of every call on the connection that is made, for a target whose deadline is the
	// connection's (DeadlineConnection); 0 is none.
	CallTimeoutMS int64 `json:"call_timeout_ms,omitempty"`
	Max           int   `json:"max,omitempty"`
	// MaxLifetimeMS is how old a pool's connection may become, in milliseconds: one that is older is not handed out any
	// more. CheckMS has the pool look whether a connection is alive before it hands it out, and is how long it waits for
	// the answer. In a wait_notification it is how often the listener looks whether its connection is alive, and how long it
	// waits for that answer. 0 is neither.
	MaxLifetimeMS int64 `json:"max_lifetime_ms,omitempty"`
	CheckMS       int64 `json:"check_ms,omitempty"`
	// TimeoutMS is the caller's deadline for the operation, in milliseconds; 0 is none.
	TimeoutMS int64  `json:"timeout_ms,omitempty"`
	Name      string `json:"name,omitempty"`
	SQL       string `json:"sql,omitempty"`
	// Fetch is how many rows of a query are asked for at a time, by a cursor or the protocol's limit of rows; 0 is all of them.
	Fetch int `json:"fetch,omitempty"`
	// Args are the statement's arguments, as text; null is NULL.
	Args    []*string `json:"args,omitempty"`
	Rows    []string  `json:"rows,omitempty"`
	Channel string    `json:"channel,omitempty"`
	// Statements are those of a batch: sent in one go, in one implicit transaction where none is open.
	Statements []string `json:"statements,omitempty"`
	// As are the native types, by their PostgreSQL names, that the arguments of a query_row are given in; Into those
	// that its columns are read into. A query_row asks for exactly one row.
	As   []string `json:"as,omitempty"`
	Into []string `json:"into,omitempty"`
	// Fail is why the source of a copy_in fails after its rows; empty where it ends.
	Fail string `json:"fail,omitempty"`
	// Track has a commit take what is needed to resolve the transaction, before it says COMMIT.
	Track bool `json:"track,omitempty"`
	// GivenUp says that the caller has given up before the call: GivenUpDeadline or GivenUpCancel.
	GivenUp string `json:"given_up,omitempty"`
}

// The ways in which a caller can have given up before a call.
const (
	GivenUpDeadline = "deadline" // its deadline has passed
	GivenUpCancel   = "cancel"   // it has cancelled
)

// Answer is one line from a target: what became of the request with the same id. What a target does not say is not
// reported; it is never counted as right.
type Answer struct {
	ID int64 `json:"id,omitempty"`
	// OK is whether the operation succeeded. Only an answer that is Unsupported may leave it out.
	OK *bool `json:"ok,omitempty"`
	// Unsupported says that the target can't do this; Why says why.
	Unsupported bool   `json:"unsupported,omitempty"`
	Why         string `json:"why,omitempty"`

	Status pgdiag.Status   `json:"status,omitempty"`
	Tx     pgdiag.TxStatus `json:"tx,omitempty"`
	// Rows are the rows of a query. Those of a copy_out are lines: rows of one column here, plain text in JSON.
	Rows Rows   `json:"rows,omitempty"`
	Tag  string `json:"tag,omitempty"`
	// Error is the claim about the failure, where OK is false.
	Error *Error `json:"error,omitempty"`

	Channel string `json:"channel,omitempty"`
	Payload string `json:"payload,omitempty"`

	// Resolution is what a resolve has found out.
	Resolution Resolution `json:"resolution,omitempty"`

	Hello
}

// Resolution is what became of a transaction whose commit was not answered.
type Resolution string

// The resolutions.
const (
	ResolvedCommitted  Resolution = "committed"
	ResolvedAborted    Resolution = "aborted"     // or it had written nothing
	ResolvedInProgress Resolution = "in_progress" // still, when the caller's time was over
	ResolvedUnknowable Resolution = "unknowable"  // this server does not know it any more, or never did
)

// Hello is what a target says of itself.
type Hello struct {
	// Protocol is the version of the shim protocol that it speaks; 0 is not said.
	Protocol        int          `json:"protocol,omitempty"`
	Name            string       `json:"name,omitempty"`
	Version         string       `json:"version,omitempty"`
	Language        string       `json:"language,omitempty"`
	ClassConvention string       `json:"class_convention,omitempty"`
	Capabilities    []Capability `json:"capabilities,omitempty"`
	Homepage        string       `json:"homepage,omitempty"`
	IssuesURL       string       `json:"issues_url,omitempty"`
	// Reports are the claims that it speaks of; nil leaves that to its capabilities.
	Reports []Report `json:"reports,omitzero"`
	// Traits are how its library differs from others; nil is all defaults.
	Traits *Traits `json:"traits,omitempty"`
}

// Capability is something a target may be able to do beyond connect, query and close.
type Capability string

// The capabilities of the shim protocol.
const (
	CapTx         Capability = "tx"
	CapStatus     Capability = "status"
	CapClass      Capability = "class"
	CapPrepare    Capability = "prepare"
	CapCopy       Capability = "copy"    // copy_in and copy_out
	CapCopyIn     Capability = "copy_in" // copy_in alone: of a library that has no way to copy out
	CapListen     Capability = "listen"
	CapCancel     Capability = "cancel"
	CapPool       Capability = "pool"
	CapConcurrent Capability = "concurrent" // operations of different sessions may overlap, and a cancel any of its session
	CapBatch      Capability = "batch"      // batch
	CapTyped      Capability = "typed"      // query_row: native types, and exactly one row
	CapUnread     Capability = "unread"     // query_start and query_rest: a result can be left unread
	CapFetch      Capability = "fetch"      // fetch of a query: rows in parts, within a transaction
	CapGivenUp    Capability = "given_up"   // a caller can have given up before the call: given_up
	CapResolve    Capability = "resolve"    // resolve, and track of a commit
	CapUpkeep     Capability = "upkeep"     // max_lifetime_ms and check_ms of a pool_open
	CapLiveness   Capability = "liveness"   // check_ms of a wait_notification

	// CapReplication: a connection that replicates can be asked for, by the DSN, and a query on it is a simple one.
	CapReplication Capability = "replication"
)

// Error is a target's claim about a failure, in the words of pgdiag; every field is optional.
type Error struct {
	Message     string          `json:"message,omitempty"`
	Native      string          `json:"native,omitempty"`
	SQLState    string          `json:"sqlstate,omitempty"`
	Class       string          `json:"class,omitempty"`
	Condition   string          `json:"condition,omitempty"`
	Outcome     pgdiag.Outcome  `json:"outcome,omitempty"`
	Retry       pgdiag.Retry    `json:"retry,omitempty"`
	Origin      pgdiag.Origin   `json:"origin,omitempty"`
	Scope       pgdiag.Scope    `json:"scope,omitempty"`
	Timeout     *bool           `json:"timeout,omitempty"`
	Disconnect  *bool           `json:"disconnect,omitempty"`
	Transient   *bool           `json:"transient,omitempty"`
	SafeToRetry *bool           `json:"safe_to_retry,omitempty"`
	Diagnostics json.RawMessage `json:"diagnostics,omitempty"`
	// First is the SQLSTATE of the first error of the transaction, where this one only follows from it.
	First string `json:"first,omitempty"`
}
