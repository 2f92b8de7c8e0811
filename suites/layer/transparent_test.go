package layer_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/pgdiag"
)

// capture keeps what is written to a connection, a slice per write.
type capture struct {
	net.Conn
	writes *[][]byte
}

func (c capture) Write(p []byte) (int, error) {
	*c.writes = append(*c.writes, bytes.Clone(p))
	return c.Conn.Write(p)
}

// handshake is how many writes come before the first statement: startup, and the two of SCRAM, whose nonce is random.
const handshake = 3

// TestLayerChangesNothing runs the same operations with and without the layer: the same results, the same errors, and the
// same bytes on the wire.
func TestLayerChangesNothing(t *testing.T) {
	for _, op := range operations {
		t.Run(op.name, func(t *testing.T) {
			bare, bareWrites := observe(t, op.do, false)
			with, withWrites := observe(t, op.do, true)
			if bare != with {
				t.Errorf("without the layer:\n%s\nwith it:\n%s", bare, with)
			}
			if len(bareWrites) != len(withWrites) {
				t.Fatalf("%d writes without the layer, %d with it", len(bareWrites), len(withWrites))
			}
			for i, w := range bareWrites {
				if i >= handshake && !bytes.Equal(w, withWrites[i]) {
					t.Errorf("write %d without the layer:\n%q\nwith it:\n%q", i+1, w, withWrites[i])
				}
			}
		})
	}
}

// observe runs an operation on a database of its own, and returns what it said and what was written.
func observe(t *testing.T, do func(context.Context, *pgx.Conn, *strings.Builder) error, layer bool) (string, [][]byte) {
	t.Helper()
	r := harness.Start(t, harness.Config{})
	cfg, err := pgx.ParseConfig(r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	var writes [][]byte
	first := true
	dial := cfg.DialFunc
	cfg.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil || !first {
			return conn, err // a cancel request names the backend, which is another one each time
		}
		first = false
		return capture{conn, &writes}, nil
	}
	if layer {
		if _, err := pgdiag.Attach(cfg); err != nil {
			t.Fatal(err)
		}
	}
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	err = do(t.Context(), conn, &said)
	fmt.Fprintf(&said, "error: %v\nSafeToRetry %v, Timeout %v, closed %v, busy %v, transaction status %c\n", err, pgconn.SafeToRetry(err),
		pgconn.Timeout(err), conn.IsClosed(), conn.PgConn().IsBusy(), conn.PgConn().TxStatus())
	closed(t, conn)
	return said.String(), writes
}
