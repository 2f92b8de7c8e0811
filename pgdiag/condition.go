package pgdiag

// Condition names what happened, in snake_case. For a server's code it is the code's name in PostgreSQL's errcodes.txt
// (undefined_table, deadlock_detected); the constants below are the conditions that no code names, and those where one
// code means several things. A code that PostgreSQL does not list has the name of its class.
type Condition string

// What no SQLSTATE names.
const (
	ConnectionRefused       Condition = "connection_refused"         // nobody listens at the address
	HostNotFound            Condition = "host_not_found"             // the name does not resolve
	HostUnreachable         Condition = "host_unreachable"           // no route to the address
	ConnectTimeout          Condition = "connect_timeout"            // the time to connect was over
	TLSFailure              Condition = "tls_failure"                // the handshake, or the peer's certificate
	ConnectionReset         Condition = "connection_reset"           // RST, or a write after the peer was gone
	ConnectionClosedByPeer  Condition = "connection_closed_by_peer"  // FIN without a word, or after a notice
	ConnectionSilent        Condition = "connection_silent"          // nothing came, and the kernel or a probe gave up
	ProtocolGarbage         Condition = "protocol_garbage"           // what came is not the PostgreSQL protocol
	CallerDeadline          Condition = "caller_deadline"            // the caller's context ran out of time
	CallerCancel            Condition = "caller_cancel"              // the caller's context was cancelled
	ConnectionBusy          Condition = "connection_busy"            // another call is using the connection
	ConnectionClosedByOwner Condition = "connection_closed_by_owner" // used after Close
	TransactionClosed       Condition = "transaction_closed"         // used after Commit or Rollback
	PoolClosed              Condition = "pool_closed"                // the pool was closed
	PoolExhausted           Condition = "pool_exhausted"             // no connection became free in time
	EncodeFailure           Condition = "encode_failure"             // an argument can't be sent as what the server asks for
	CopySourceFailure       Condition = "copy_source_failure"        // what feeds a COPY has failed, and the client has ended it
	AuthenticationRefused   Condition = "authentication_refused"     // by the client: the server's proof, or the way it asked for
	DecodeFailure           Condition = "decode_failure"             // a value can't be read into what the caller gave
	NoRows                  Condition = "no_rows"                    // a row was asked for, and there is none
	TooManyRows             Condition = "too_many_rows"              // one row was asked for, and there are more
	CommitRolledBack        Condition = "commit_rolled_back"         // COMMIT was answered with ROLLBACK
	BadDSN                  Condition = "bad_dsn"                    // the connection string can't be understood
	ServerMismatch          Condition = "server_mismatch"            // not of the kind target_session_attrs asks for
	UnknownFailure          Condition = "unknown_failure"            // an error that this package does not know
)

// Where one SQLSTATE means several things.
const (
	StatementTimeout Condition = "statement_timeout" // 57014, by the server's own statement_timeout
	LockTimeout      Condition = "lock_timeout"      // 55P03, by lock_timeout and not by NOWAIT
	StalePlan        Condition = "stale_plan"        // 0A000, a prepared statement's result type has changed
	RecoveryConflict Condition = "recovery_conflict" // 40001, a standby's replay needed the row versions
)
