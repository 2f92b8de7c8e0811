package mark

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// raw is a connection to PostgreSQL with nothing of a driver in the way.
type raw struct {
	socket   *net.TCPConn
	frontend *pgproto3.Frontend
}

// dialRaw connects as pgx does, and takes the socket from it.
func dialRaw(ctx context.Context, dsn string) (*raw, error) {
	conn, err := pgconn.Connect(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	hijacked, err := conn.Hijack()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("take socket: %w", err), conn.Close(ctx))
	}
	socket, ok := hijacked.Conn.(*net.TCPConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("take socket: it is a %T", hijacked.Conn), hijacked.Conn.Close())
	}
	return &raw{socket, hijacked.Frontend}, nil
}

// query asks, and reads all of the answer.
func (r *raw) query(sql string) error {
	r.frontend.Send(&pgproto3.Query{String: sql})
	if err := r.frontend.Flush(); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	for {
		m, err := r.frontend.Receive()
		if err != nil {
			return fmt.Errorf("read answer: %w", err)
		}
		if _, ok := m.(*pgproto3.ReadyForQuery); ok {
			return nil
		}
	}
}

// end waits, not for long, for the end of the connection and returns what the socket says of it.
func (r *raw) end() error {
	if err := r.socket.SetReadDeadline(time.Now().Add(2 * time.Second)); err != nil {
		return err
	}
	for buf := make([]byte, 512); ; {
		if _, err := r.socket.Read(buf); err != nil {
			return err
		}
	}
}

func (r *raw) close() { _ = r.socket.Close() } // it may have ended already
