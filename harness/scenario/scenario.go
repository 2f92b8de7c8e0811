// Package scenario is the vocabulary of a scenario: what is given, what is done, what is expected. It is data and has
// no behaviour; the engine interprets it.
package scenario

import (
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// Null stands for NULL among the text values of a scenario, as in COPY's text format.
const Null = `\N`

// DefaultTimeout is the caller's deadline of an operation that names none.
const DefaultTimeout = 2 * time.Second

// Grace is what an operation may take beyond its deadline before it counts as a hang, where Within says nothing else.
const Grace = time.Second

// Scenario is one way in which PostgreSQL fails its clients, and what a good client makes of it.
type Scenario struct {
	// ID is family/name, in lower case with hyphens.
	ID string
	// Title is one line: what happens.
	Title string
	// Why says what a user sees of it in production.
	Why string
	// Refs are the manual pages and public issues it comes from.
	Refs []string
	// Given is what stands before the first step.
	Given Given
	// Steps are done in their order.
	Steps []Step
	// Bounds are what must not be exceeded while the steps are done.
	Bounds Bounds
	// Truth is asked of the server by the side channel after the last step, when no session of the target is left.
	Truth []Truth
}

// Family is the part of the ID before the slash.
func (s Scenario) Family() string {
	family, _, _ := strings.Cut(s.ID, "/")
	return family
}

// Bounds are limits of what a client may do while the steps of a scenario are done; 0 bounds nothing.
type Bounds struct {
	// Connections is how many connections it may have at a time, those that it makes to cancel left out.
	Connections int `json:"connections,omitempty"`
	// Connects is how often it may connect in all.
	Connects int `json:"connects,omitempty"`
}

// Given is what stands before the first step.
type Given struct {
	// SQL is run on the scenario's own database by the side channel.
	SQL []string
	// Own asks for a server of the scenario's own, since it harms it. Standby, Certificate, Disk and WALDisk imply it.
	Own bool
	// Standby gives the server a streaming standby, which it knows as pgfault_standby, and says where the target's DSN
	// leads: "only" to the standby, "first" and "second" to both, with the standby there; SQL is the server's in any case.
	Standby string
	// Certificate gives the server TLS, which the target's DSN verifies in full: "trusted", "expired", "wrong_host" or
	// "untrusted" is what it shows.
	Certificate string
	// Disk gives the server a tablespace pgfault_small on a file system of that many megabytes.
	Disk int
	// WALDisk puts the server's WAL on a file system of that many megabytes, which can be filled.
	WALDisk int
	// Pooler puts a pgbouncer before the server: "session", "transaction" or "statement". PoolerSettings are further
	// settings of it, by the names of its manual.
	Pooler         string
	PoolerSettings map[string]string
	// Params are further parameters of the target's DSN, by their libpq names: target_session_attrs.
	Params map[string]string
	// Needs are the capabilities that a target must have declared, beyond those that the steps imply.
	Needs []target.Capability
	// MinVersion is the first major version of PostgreSQL on which it can happen; 0 means any.
	MinVersion int
}

// Step is one thing that is done: by the target (Do), to the conversation (Inject, Heal), or by the rig on a side
// channel (Rig). Exactly one of the five is set.
type Step struct {
	Do     *Do
	Inject fault.Fault
	// Heal ends all faults that were injected so far.
	Heal bool
	// Await waits until every fault that was injected so far has acted.
	Await bool
	Rig   *Rig
	// Standby says that Inject acts on the conversation with the server's standby, where the target's DSN leads to both.
	Standby bool
}

// Do is an operation of the target, and what is expected of its answer.
type Do struct {
	Op      target.Op
	Session string
	SQL     string
	// Fetch has a query ask for so many rows at a time, by a cursor or a portal with a limit of rows; 0 is all of them.
	Fetch int
	// Args are the statement's arguments, as text. Null stands for NULL.
	Args []string
	// Name is the prepared statement's in a prepare and an execute.
	Name string
	// Lines are the lines of a copy_in.
	Lines []string
	// Channel is the channel of a listen.
	Channel string
	// Pool is the pool's name in a pool operation, Max its size in a pool_open.
	Pool string
	Max  int
	// MaxLifetime is how old a connection of the pool may become, and Check how long the pool waits for an answer when it
	// looks, before it hands a connection out, whether it is alive; both in a pool_open, and 0 where it cares for neither. In
	// a wait_notification Check is how often the listener looks, and how long it waits.
	MaxLifetime, Check time.Duration
	// User and Password replace those of the scenario's DSN in a connect and a pool_open.
	User     string
	Password string
	// Timeout is the caller's deadline for the operation; 0 means 2 s.
	Timeout time.Duration
	// GivenUp says that the caller has given up before it calls: "deadline" or "cancel".
	GivenUp string
	// Async leaves the operation running and goes on. It is waited for at the session's next operation that is no cancel
	// and no status, and at the latest when the steps are done.
	Async bool
	// Statements are those of a batch.
	Statements []string
	// As are the types that the arguments of a query_row are given in, Into those that its columns are read into, by
	// their PostgreSQL names.
	As, Into []string
	// Fail is why the source of a copy_in fails after its lines; empty where it ends.
	Fail string
	// Track has a commit take what a later resolve needs.
	Track  bool
	Expect Expect
}

// Rig is SQL that the rig itself runs, on a named session of its own beside the target's.
type Rig struct {
	Session string
	SQL     string
	// Async leaves the statement running and goes on; it is waited for at the end of the scenario.
	Async bool
	// Until is a query that is asked on the side channel until its first column is true, before the next step.
	Until string
	// Standby says that both are for the server's standby. Until is asked on its maintenance database, since a replay may
	// drop that of the scenario under whoever asks.
	Standby bool
}

// Expect is what a good client answers. A field that is empty expects nothing; where several values are right, the
// first is the best, and each further one is acceptable.
type Expect struct {
	// Fails is whether the operation must fail. It is also implied by each of the fields for an error.
	Fails bool `json:"fails,omitempty"`
	// OrSucceeds says that an operation which must fail may succeed as well, with the Rows that are expected of it: what some
	// libraries call a mistake of the caller's and others nothing to do, and what is asked of a connection that one library has
	// given up and another one has not.
	OrSucceeds bool `json:"or_succeeds,omitempty"`

	Condition []pgdiag.Condition `json:"condition,omitempty"`
	SQLState  []string           `json:"sqlstate,omitempty"`
	Class     []string           `json:"class,omitempty"`
	Origin    []pgdiag.Origin    `json:"origin,omitempty"`
	Scope     []pgdiag.Scope     `json:"scope,omitempty"`
	Outcome   []pgdiag.Outcome   `json:"outcome,omitempty"`
	Retry     []pgdiag.Retry     `json:"retry,omitempty"`
	Status    []pgdiag.Status    `json:"status,omitempty"`
	Tx        []pgdiag.TxStatus  `json:"tx,omitempty"`
	// First is the SQLSTATE of the transaction's first error, where the one at hand only follows from it.
	First []string `json:"first,omitempty"`

	// Rows are the rows that a successful answer must have, as text. Null stands for NULL.
	Rows [][]string `json:"rows,omitzero"`
	// Payload is that of the notification which a wait_notification must give.
	Payload string `json:"payload,omitempty"`
	// Resolution is what a successful resolve must have found out.
	Resolution []target.Resolution `json:"resolution,omitempty"`
	// Or are other failures that are as right, each as a whole: of a cancel that the server has obeyed, and of one that
	// has cost the connection. Only what they say of the error, the status and the transaction counts.
	Or []Expect `json:"or,omitempty"`
	// Since is what is expected otherwise from a major version of the server on: of the highest that the server has
	// reached, each field that is set replaces the field above.
	Since map[int]Expect `json:"-"`
	// AtLeast and Within bound the time of the answer. AtLeast is for faults of time alone. Within defaults to the
	// operation's deadline and a grace.
	AtLeast time.Duration `json:"at_least_ns,omitempty"`
	Within  time.Duration `json:"within_ns,omitempty"`
}

// Truth is what must hold on the server after the scenario.
type Truth struct {
	// Name says in words what is asked.
	Name string
	SQL  string
	// Rows are the rows it must answer, as text. Null stands for NULL.
	Rows [][]string
}
