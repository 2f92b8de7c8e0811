package sqlkit

import (
	"context"
	"database/sql"
	"errors"

	"github.com/pgfault/pgfault/harness/target"
)

// session is a handle by its name, with what a program keeps beside it.
type session struct {
	Handle
	db         *sql.DB      // that is the session's own; nil where it belongs to a pool
	tx         *transaction // that is open
	ended      Tx           // that has ended last
	statements map[string]*sql.Stmt
	rest       *rest
}

// transaction is a Tx and the context that it lives in, which is the only way to bound its COMMIT.
type transaction struct {
	Tx
	cancel context.CancelFunc
}

// The mistakes of a program that database/sql would not let it make.
var (
	errTxOpen = errors.New("a transaction is open already")
	errNoTx   = errors.New("no transaction was begun")
	errNoStmt = errors.New("no statement of that name was prepared")
	errNoRest = errors.New("no result is open")
)

// operations are those on a session. Each fills in the answer, and returns what the library has returned.
var operations = map[target.Op]func(*session, context.Context, target.Request, *target.Answer) error{
	target.OpClose:      (*session).close,
	target.OpQuery:      (*session).query,
	target.OpBegin:      (*session).begin,
	target.OpCommit:     (*session).commit,
	target.OpRollback:   (*session).rollback,
	target.OpQueryRow:   (*session).queryRow,
	target.OpQueryStart: (*session).queryStart,
	target.OpQueryRest:  (*session).queryRest,
}

// prepared are the operations of database/sql alone.
var prepared = map[target.Op]func(*session, context.Context, target.Request, *target.Answer) error{
	target.OpPrepare:     (*session).prepare,
	target.OpPoolRelease: (*session).close,
	target.OpExecute:     (*session).execute,
}

// connect makes a session that is no pool's: a ping connects, as database/sql does not by itself.
func (d Driver) connect(ctx context.Context, req target.Request) (*session, error) {
	if d.Connect != nil {
		h, err := d.Connect(ctx, req)
		if err != nil {
			return nil, err
		}
		return &session{Handle: h}, nil
	}
	db, err := d.Open(req)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	s := &session{Handle: plain{db}, db: db}
	if d.Conn {
		conn, err := db.Conn(ctx)
		if err != nil {
			_ = db.Close()
			return nil, err
		}
		s.Handle = plain{conn}
	} else if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return s, nil
}

// openPool takes no context, as sql.OpenDB, and connects to nothing.
func (d Driver) openPool(ctx context.Context, req target.Request) (*sql.DB, error) {
	db, err := d.Open(req)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(req.Max)
	if err := ctx.Err(); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// acquire takes a connection from a pool.
func acquire(ctx context.Context, pool *sql.DB, _ target.Request) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{Handle: plain{conn}}, nil
}

// end closes the handle, where nobody hears what comes of it.
func (s *session) end() { _ = s.close(context.Background(), target.Request{}, nil) }

// close ends what is open on the handle and the handle. The context of a transaction ends with the function that has taken the
// connection, as go vet wants it: database/sql would wait for ever for the end of one that is left open.
func (s *session) close(context.Context, target.Request, *target.Answer) error {
	if s.rest != nil {
		s.rest.end()
		s.rest = nil
	}
	if s.tx != nil {
		s.tx.cancel()
		s.tx = nil
	}
	err := s.Handle.Close()
	if s.db != nil {
		return errors.Join(err, s.db.Close())
	}
	return err
}

// runner is the transaction, where one is open.
func (s *session) runner() Runner {
	if s.tx != nil {
		return s.tx.Tx
	}
	return s.Handle
}

// begin begins a transaction. The context of BeginTx is the transaction's: it ends with the transaction, not with the call.
func (s *session) begin(ctx context.Context, _ target.Request, _ *target.Answer) error {
	if s.tx != nil {
		return errTxOpen
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	tx, err := s.Handle.Begin(own)
	if err != nil || !stop() {
		cancel()
		return errors.Join(err, context.Cause(ctx))
	}
	s.tx = &transaction{Tx: tx, cancel: cancel}
	return nil
}

func (s *session) commit(ctx context.Context, _ target.Request, _ *target.Answer) error {
	return s.endTx(ctx, Tx.Commit)
}

func (s *session) rollback(ctx context.Context, _ target.Request, _ *target.Answer) error {
	return s.endTx(ctx, Tx.Rollback)
}

// endTx ends the transaction. A transaction that has ended may be ended again, which is a mistake that database/sql names.
func (s *session) endTx(ctx context.Context, how func(Tx) error) error {
	tx := s.tx
	switch {
	case tx == nil && s.ended != nil:
		return how(s.ended)
	case tx == nil:
		return errNoTx
	}
	s.tx, s.ended = nil, tx.Tx
	defer tx.cancel()
	if ctx.Err() != nil { // of a caller who had given up before
		tx.cancel()
	}
	stop := context.AfterFunc(ctx, tx.cancel)
	defer stop()
	return how(tx.Tx)
}
