package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

func arm(t *testing.T, s *wire.Stage, trap wire.Trap) *wire.Armed {
	t.Helper()
	a, err := s.Arm(trap)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestResetBeforeItArrives(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	a := arm(t, s, wire.Trap{At: wire.Position{Message: "Query", SQL: "commit"}, Do: wire.Reset{}})
	send(t, client, query("begin"))
	expect(t, server, query("begin"))
	send(t, client, query("COMMIT"))
	expectErr(t, server, io.EOF) // not a byte of it
	expectErr(t, client, syscall.ECONNRESET)
	f := a.Fired()
	if len(f) != 1 || f[0].Conn != 1 || f[0].Message.Type != "Query" || f[0].Message.Summary != "COMMIT" || f[0].Message.Index != 6 || f[0].Offset != 0 {
		t.Fatalf("fired %+v", f)
	}
}

func TestCloseAfterItIsApplied(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	a := arm(t, s, wire.Trap{At: wire.Position{Tag: "COMMIT"}, Do: wire.Close{}})
	send(t, client, query("commit"))
	expect(t, server, query("commit"))
	notice := typed('N', "SWARNING\x00VWARNING\x00C57P01\x00Mx\x00\x00")
	send(t, server, join(notice, tag("COMMIT"), ready))
	expect(t, client, notice)
	expectErr(t, client, io.EOF)
	expectErr(t, server, io.EOF)
	if len(a.Fired()) != 1 {
		t.Fatalf("fired %+v", a.Fired())
	}
}

// Every offset of the third of five rows, whether the server sends all at once or byte by byte.
func TestCutAtEveryByte(t *testing.T) {
	row := typed('D', "\x00\x01\x00\x00\x00\x03abc")
	rows := join(row, row, row, row, row)
	for _, bytewise := range []bool{false, true} {
		for offset := wire.Whole; offset <= len(row); offset++ {
			t.Run(fmt.Sprintf("bytewise=%v/offset=%d", bytewise, offset), func(t *testing.T) {
				p := newPeer(t)
				s := newStage(t, p)
				client, server := open(t, s, p)
				a := arm(t, s, wire.Trap{At: wire.Position{Message: "DataRow", Occurrence: 3, Offset: offset}, Do: wire.Close{}})
				step := len(rows)
				if bytewise {
					step = 1
				}
				for i := 0; i < len(rows); i += step {
					if _, err := server.Write(rows[i : i+step]); err != nil {
						break // the connection is cut by then
					}
				}
				pass := offset
				if offset == wire.Whole {
					pass = len(row)
				}
				expect(t, client, rows[:2*len(row)+pass])
				expectErr(t, client, io.EOF)
				if f := a.Fired(); len(f) != 1 || f[0].Offset != int64(pass) || f[0].Message.Index != 7 {
					t.Fatalf("fired %+v", f)
				}
			})
		}
	}
}

func TestOffsetBeyondMessageNeverFires(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	a := arm(t, s, wire.Trap{At: wire.Position{Message: "ReadyForQuery", Offset: 7}, Do: wire.Close{}})
	send(t, server, ready)
	expect(t, client, ready)
	if f := a.Fired(); f != nil {
		t.Fatalf("fired %+v", f)
	}
}

func TestResetOfIdleConnectionIsReset(t *testing.T) {
	for range 30 {
		p := newPeer(t)
		s := newStage(t, p)
		client, server := open(t, s, p)
		a := arm(t, s, wire.Trap{Do: wire.Reset{}})
		expectErr(t, client, syscall.ECONNRESET)
		expectErr(t, server, io.EOF)
		if f := a.Fired(); len(f) != 1 || f[0].Conn != 1 || f[0].Message.Type != "" {
			t.Fatalf("fired %+v", f)
		}
	}
}

func TestNowActsOnEachOpenConnectionOnly(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	a, _ := open(t, s, p)
	b, _ := open(t, s, p)
	armed := arm(t, s, wire.Trap{Do: wire.Close{}})
	expectErr(t, a, io.EOF)
	expectErr(t, b, io.EOF)
	if n := len(armed.Fired()); n != 2 {
		t.Fatalf("fired %d times", n)
	}
	open(t, s, p)
}

func TestHoldUntilDisarmed(t *testing.T) {
	for _, at := range []wire.Position{{}, {Message: "CommandComplete", Offset: 3}} {
		t.Run(at.String(), func(t *testing.T) {
			p := newPeer(t)
			s := newStage(t, p)
			client, server := open(t, s, p)
			a := arm(t, s, wire.Trap{At: at, Do: wire.Hold{}})
			answer := join(tag("SELECT 1"), ready)
			send(t, server, answer)
			expect(t, client, answer[:at.Offset])
			if _, err := a.Wait(timeout(t)); err != nil {
				t.Fatal(err)
			}
			send(t, client, query("select 2"))
			if err := server.CloseWrite(); err != nil { // the end is held, too
				t.Fatal(err)
			}
			silent(t, client)
			silent(t, server)
			a.Disarm()
			a.Disarm()
			expect(t, client, answer[at.Offset:])
			expectErr(t, client, io.EOF)
			expect(t, server, query("select 2"))
		})
	}
}

func TestHoldOfOneDirectionLetsTheOtherMove(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	arm(t, s, wire.Trap{Do: wire.Hold{Direction: wire.Downstream}})
	send(t, server, ready)
	silent(t, client)
	send(t, client, query("select 1"))
	expect(t, server, query("select 1"))
}

// silent checks that nothing comes: time is the fault here, and is asserted on one side only.
func silent(t *testing.T, c net.Conn) {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	if n, err := c.Read(b[:]); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []struct{ times, occurrence, want int }{{0, 0, 1}, {1, 2, 1}, {2, 2, 2}, {-1, 2, 4}, {9, 5, 1}} {
		p := newPeer(t)
		s := newStage(t, p)
		client, server := open(t, s, p)
		a := arm(t, s, wire.Trap{At: wire.Position{Message: "Query", Occurrence: c.occurrence}, Do: wire.Observe{}, Times: c.times})
		for range 5 {
			send(t, client, query("q"))
			expect(t, server, query("q"))
		}
		if n := len(a.Fired()); n != c.want {
			t.Errorf("%+v: fired %d times", c, n)
		}
	}
}

func TestWaitFor(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	a := arm(t, s, wire.Trap{At: wire.Position{SQL: "PG_SLEEP"}, Do: wire.Observe{}})
	send(t, client, typed('P', "stmt\x00select pg_sleep(1)\x00\x00\x00"))
	f, err := a.Wait(timeout(t))
	if err != nil || f.Message.Summary != `"stmt" select pg_sleep(1)` {
		t.Fatalf("%+v, %v", f, err)
	}
	expect(t, server, typed('P', "stmt\x00select pg_sleep(1)\x00\x00\x00"))
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := s.WaitFor(ctx, wire.Position{Message: "Query"}); !errors.Is(err, cause) {
		t.Fatal(err)
	}
}
