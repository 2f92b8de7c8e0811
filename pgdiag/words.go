package pgdiag

// Status is the state of a connection as this package's own book-keeping has it. It is the counterpart of libpq's
// ConnStatusType and of psycopg2's connection.closed, with the two ways of being closed told apart.
type Status string

// The states of a connection.
const (
	StatusConnecting Status = "connecting" // from the dial to the first ReadyForQuery
	StatusOpen       Status = "open"       // usable
	StatusClosed     Status = "closed"     // closed by its owner
	StatusFaulty     Status = "faulty"     // not closed by its owner, and not usable any more
	StatusUnknown    Status = "unknown"    // in a Diagnosis: the error does not tell, and nothing else is known of the connection; of a Conn: see StatusOf
)

// TxStatus is the transaction status of a connection, in the words of libpq's PQtransactionStatus.
type TxStatus string

// The transaction states, as libpq names them (PQTRANS_IDLE and so on).
const (
	TxIdle    TxStatus = "idle"    // no transaction
	TxActive  TxStatus = "active"  // a command is in progress
	TxInTrans TxStatus = "intrans" // idle, in a valid transaction
	TxInError TxStatus = "inerror" // idle, in a failed transaction
	TxUnknown TxStatus = "unknown" // the connection is not usable
)

// Origin says who reported the failure.
type Origin string

// The origins of a failure.
const (
	OriginServer  Origin = "server"  // PostgreSQL itself, in an ErrorResponse
	OriginPooler  Origin = "pooler"  // something that speaks the protocol in front of PostgreSQL
	OriginNetwork Origin = "network" // the socket, the resolver or TLS
	OriginClient  Origin = "client"  // the driver or this process
	OriginCaller  Origin = "caller"  // the context that the caller gave
)

// Scope says what is broken, from the smallest to the largest.
type Scope string

// The scopes of a failure.
const (
	ScopeStatement   Scope = "statement"
	ScopeTransaction Scope = "transaction"
	ScopeConnection  Scope = "connection"
	ScopeServer      Scope = "server"
)

// Outcome says what is known of the write that the failed call may have made.
type Outcome string

// The outcomes of a call. OutcomeUnknown is an answer, not a gap: the server has to be asked. OutcomeRolledBack speaks of what
// a statement says that it does: that a trigger, a view or an operator of the program's own sets a sequence, takes a session's advisory
// lock or writes on another server, which no rollback undoes, can't be seen from a client.
const (
	OutcomeNotSent    Outcome = "not_sent"    // nothing of it reached the server
	OutcomeRolledBack Outcome = "rolled_back" // it left nothing behind
	OutcomeCommitted  Outcome = "committed"   // it is durable, whatever the error says
	OutcomeUnknown    Outcome = "unknown"     // nobody on this side can know
)

// Retry says what may be done without the risk of doing it twice.
type Retry string

// The advice on trying again.
const (
	RetryNo          Retry = "no"           // it would fail again, or it is done already
	RetryStatement   Retry = "statement"    // the statement, on the same connection
	RetryTransaction Retry = "transaction"  // the transaction from its start, on the same connection
	RetryReconnect   Retry = "reconnect"    // on a new connection, from the start
	RetryWait        Retry = "wait"         // later, on a new connection, from the start
	RetryVerifyFirst Retry = "verify_first" // only after the server was asked what became of the write
)

// Phase says where in a connection's life the failure met the caller.
type Phase string

// The phases of a connection's life.
const (
	PhaseDial     Phase = "dial"
	PhaseTLS      Phase = "tls"
	PhaseStartup  Phase = "startup"
	PhaseAuth     Phase = "auth"
	PhaseQuery    Phase = "query"
	PhaseCommit   Phase = "commit"
	PhaseRollback Phase = "rollback"
	PhaseAcquire  Phase = "acquire"
	PhaseClose    Phase = "close"
)
