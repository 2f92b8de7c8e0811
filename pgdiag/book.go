package pgdiag

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// book is the book-keeping of one connection: what passed on its wire, in both directions. It is kept at the reader and
// the writer that pgx's Frontend is given, above TLS, and at the socket below everything, and knows nothing from pgx's own
// status, which is stale after a failure and true too early while connecting.
type book struct {
	tracker *Tracker
	socket  *socket  // nil where the config's DialFunc is not the Tracker's any more
	final   net.Conn // what the protocol is spoken on: the socket itself, or what stands above it
	tapping atomic.Int32
	told    Status // what the watchers were told last

	mu   sync.Mutex
	up   framer
	down framer

	first  []byte // what the server said first, until that is a message
	authOK bool   // AuthenticationOk came
	asked  bool   // the server asked for a password or another proof
	// accepted says that the driver has accepted how the server has let it in: it reads later than the book does.
	accepted bool
	pid      uint32
	ready    bool // the first ReadyForQuery came
	owner    bool // Terminate was sent with nothing wrong before: closed by its owner
	dying    bool // the last call was a BEGIN, COMMIT or ROLLBACK that failed: pgx may close the connection itself
	pending  int  // ReadyForQuery messages still to come
	// executableAt is where, in what is being written, the first message ends that makes the server execute something.
	executableAt int
	tx           byte   // of the last ReadyForQuery; 0 before the first
	effects      effect // of all that was executed on it
	chosen       bool   // the client has asked for the transaction to be READ ONLY, at its beginning or later
	ends         int    // transactions that have ended

	transport error // the first thing the socket said that was not a timeout
	timedOut  bool  // the last thing the socket said was a timeout
	fatal     *pgconn.PgError
	givenUp   Condition       // why pgx closed the connection itself, where the caller's context was the reason
	txError   *pgconn.PgError // the first error of the transaction that is open

	ledger   ledger
	escapes  bool // standard_conforming_strings is off
	standby  bool // in_hot_standby is on
	listens  bool // LISTEN was executed, or a notification has come
	prepared prepared
	portal   statement // of the portal bound last

	flushing  bool // pgx is about to close the connection, and to send what it has kept back before that
	mute      mutes
	blind     bool   // bytes were written in the transaction that is open which the tap does not see
	busy      int    // calls that have begun while another was at work
	timed     bool   // a statement_timeout was set at some time
	traced    int    // calls that the tracer has said are open: one, and a PREPARE within it
	cancelled uint64 // the call in which this process last asked for a cancel of this backend
	opSeq     uint64
	op        op
}

// op is the book-keeping of one call: from the tracer's start, or its first byte, to the next.
type op struct {
	seq        uint64
	record     *record // what was kept of it where it has failed
	told       error   // the error that the tracer was told, last
	traced     bool    // a tracer has told of it
	idle       bool    // nobody has called: the connection has said something, or was lost, by itself
	over       bool    // it has ended
	dead       bool    // the connection was not usable any more before the call
	txBefore   byte    // the transaction status when the call began
	readOnly   bool    // the transaction it met was read-only
	chosen     bool    // it met a transaction that the client has asked to be READ ONLY
	marked     bool    // the caller has said that it only reads
	arguments  bool    // it has arguments, which may be ones that can't be sent
	endsBefore int
	sentBefore int64  // bytes that the socket had accepted before it
	unseen     bool   // bytes were written that the tap does not see
	sql        string // as the tracer was told; only while the call is at work
	intent     effect // of sql, where the call has failed
	effects    effect
	executable bool // a message that makes the server execute something has passed whole
	failing    bool // CopyFail was sent: what feeds the COPY has failed
	rows       bool // it was answered with rows, or with their description
	completes  int  // CommandComplete messages seen
	ready      bool // the ReadyForQuery that ends it came
	err        *pgconn.PgError
	ended      *pgconn.PgError // the first error of the transaction that it has ended
	notice     *pgconn.Notice  // the last one that came during the call
	start      time.Time       // of the last statement, where a statement_timeout is set
	timedOut   bool            // the server's error came after it
}

func (t *Tracker) newBook(s *socket) *book {
	return &book{tracker: t, socket: s, told: StatusConnecting, up: framer{untyped: true}, down: framer{opening: true}, ledger: ledger{now: just(0)}}
}

// begin opens the book of a new call.
func (b *book) begin() {
	b.freeze()
	b.opSeq++
	b.dying = false
	b.ledger.begin()
	b.op = op{
		seq: b.opSeq, dead: b.lost() || b.owner, txBefore: b.tx, readOnly: b.ledger.readOnly, chosen: b.chosen, endsBefore: b.ends,
		sentBefore: b.sent(),
	}
}

// freeze ends what is written into the record of the call at hand: from here on the book is another call's.
func (b *book) freeze() {
	if b.op.record != nil {
		b.op.record.set(b.fill)
		b.op.record = nil
	}
}

// sent is how many bytes the socket has accepted.
func (b *book) sent() int64 {
	if b.socket == nil {
		return 0
	}
	return b.socket.sent.Load()
}

// lost tells whether the connection can't be used any more, by the book.
func (b *book) lost() bool { return b.transport != nil || b.fatal != nil }

// rests tells whether no call is at work: the next byte is another one's.
func (b *book) rests() bool {
	return b.pending == 0 && b.traced == 0 && (b.op.over || b.op.ready || b.op.seq == 0)
}
