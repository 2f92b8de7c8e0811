package mark

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"
)

// scripted is a connection to a server that answers at once, in this process: what a client costs without the network.
// It knows the one statement SELECT 1, by the extended protocol.
type scripted struct {
	hello, parsed, rows []byte

	mu      sync.Mutex
	news    sync.Cond // pgx may read before it has written all
	started bool
	closed  bool
	answer  []byte // what is still to be read
}

var _ net.Conn = (*scripted)(nil)

// dialScripted has the signature of pgconn.DialFunc.
func dialScripted(context.Context, string, string) (net.Conn, error) {
	const int4 = 23
	described := &pgproto3.RowDescription{Fields: []pgproto3.FieldDescription{{Name: []byte("?column?"), DataTypeOID: int4, DataTypeSize: 4, Format: 1}}}
	ready := &pgproto3.ReadyForQuery{TxStatus: 'I'}
	c := &scripted{}
	c.news.L = &c.mu
	var errs [3]error
	c.hello, errs[0] = encode(&pgproto3.AuthenticationOk{}, &pgproto3.BackendKeyData{ProcessID: 1, SecretKey: make([]byte, 4)}, ready)
	c.parsed, errs[1] = encode(&pgproto3.ParseComplete{}, &pgproto3.ParameterDescription{}, described, ready)
	c.rows, errs[2] = encode(
		&pgproto3.BindComplete{}, described, &pgproto3.DataRow{Values: [][]byte{{0, 0, 0, 1}}},
		&pgproto3.CommandComplete{CommandTag: []byte("SELECT 1")}, ready,
	)
	return c, errors.Join(errs[:]...)
}

// Write takes what the client says, all of a step at once, and prepares the answer.
func (c *scripted) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case !c.started:
		c.started, c.answer = true, c.hello
	case p[0] == 'P':
		c.answer = c.parsed
	case p[0] == 'B':
		c.answer = c.rows
	}
	c.news.Signal()
	return len(p), nil
}

func (c *scripted) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.answer) == 0 {
		if c.closed {
			return 0, net.ErrClosed
		}
		c.news.Wait()
	}
	n := copy(p, c.answer)
	c.answer = c.answer[n:]
	return n, nil
}

// Close ends what waits in Read.
func (c *scripted) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.news.Broadcast()
	return nil
}

func (*scripted) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*scripted) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (*scripted) SetDeadline(time.Time) error      { return nil }
func (*scripted) SetReadDeadline(time.Time) error  { return nil }
func (*scripted) SetWriteDeadline(time.Time) error { return nil }

// encode gives the bytes of messages.
func encode(messages ...pgproto3.BackendMessage) (stream []byte, err error) {
	for _, m := range messages {
		if stream, err = m.Encode(stream); err != nil {
			return nil, fmt.Errorf("encode %T: %w", m, err)
		}
	}
	return stream, nil
}
