package pgdiag

import (
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// book is the book-keeping of one connection: what passed on its wire, in both directions. It is kept at the reader and
// the writer that pgx's Frontend is given, above TLS, and knows nothing from pgx's own status, which is stale after a
// failure and true too early while connecting.
type book struct {
	tracker *Tracker
	told    Status // what the watchers were told last

	mu   sync.Mutex
	up   framer
	down framer

	authOK  bool // AuthenticationOk came
	asked   bool // the server asked for a password or another proof
	pid     uint32
	ready   bool // the first ReadyForQuery came
	owner   bool // Terminate was sent with nothing wrong before: closed by its owner
	dying   bool // pgx is about to close the connection itself, after a failed BEGIN or COMMIT
	pending int  // ReadyForQuery messages still to come
	sent    int64
	// executableAt is where, in what is being written, the first message ends that makes the server execute something.
	executableAt int
	tx           byte // of the last ReadyForQuery; 0 before the first
	readOnly     bool // the transaction was begun READ ONLY, and nothing has changed that
	chosen       bool // the client has asked for the transaction to be READ ONLY, at its beginning or later

	transport error // the first thing the socket said that was not a timeout
	timedOut  bool  // the last thing the socket said was a timeout
	fatal     *pgconn.PgError
	givenUp   Condition       // why pgx closed the connection itself, where the caller's context was the reason
	txError   *pgconn.PgError // the first error of the transaction that is open

	unnamed effect            // of the unnamed prepared statement
	named   map[string]effect // of the named ones that are not plain
	timeout time.Duration     // the statement_timeout that the client has set; 0 where it has set none
	portal  effect            // of the portal bound last

	last   *memo // the last call that failed
	traced int   // calls that the tracer has said are open: one, and a PREPARE within it
	opSeq  uint64
	op     op
}

// op is the book-keeping of one call: from its first byte, or the tracer's start, to its ReadyForQuery.
type op struct {
	seq        uint64
	dead       bool  // the connection was not usable any more before the call
	txBefore   byte  // the transaction status when the call began
	readOnly   bool  // the transaction it met was read-only
	chosen     bool  // it met a transaction that the client has asked to be READ ONLY
	marked     bool  // the caller has said that it only reads
	sentBefore int64 // bytes that had been written before it
	effects    effect
	executable bool // a message that makes the server execute something has passed whole
	simple     bool // it came as a Query message
	completes  int  // CommandComplete messages seen
	tag        [16]byte
	tagLen     int
	ready      bool // the ReadyForQuery that ends it came
	err        *pgconn.PgError
	ended      *pgconn.PgError // the first error of the transaction that it has ended
	notice     *pgconn.Notice  // the last one that came during the call
	sql        string          // as the tracer was told; empty without it
	start      time.Time       // where a statement_timeout is set
}

func (t *Tracker) newBook() *book {
	return &book{tracker: t, told: StatusConnecting, up: framer{untyped: true}}
}

// begin opens the book of a new call.
func (b *book) begin() {
	b.opSeq++
	b.dying = false
	b.op = op{
		seq: b.opSeq, dead: b.lost() || b.owner, txBefore: b.tx, readOnly: b.readOnly, chosen: b.chosen,
		sentBefore: b.sent,
	}
	if b.timeout > 0 {
		b.op.start = time.Now()
	}
}

// lost tells whether the connection can't be used any more, by the book.
func (b *book) lost() bool { return b.transport != nil || b.fatal != nil }
