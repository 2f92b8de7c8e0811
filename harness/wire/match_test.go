package wire_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

func failure(code string) []byte { return typed('E', "SERROR\x00VERROR\x00C"+code+"\x00Mno\x00\x00") }

// Each matcher, in one conversation of two connections, with the number of messages that it fits.
func TestMatchers(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	counts := map[wire.Position]int{
		{Direction: wire.Upstream}:                                        7,
		{Message: "Query"}:                                                5,
		{Message: "Query", Conn: 2}:                                       2,
		{SQL: "select", Conn: 1}:                                          1,
		{SQLState: "40001"}:                                               1,
		{SQLState: "23"}:                                                  2,
		{Message: "NoticeResponse", SQLState: "23505"}:                    1,
		{Message: "StartupMessage", Application: "app"}:                   1,
		{Message: "Query", Application: "app"}:                            2,
		{Message: "Query", Application: "other"}:                          0,
		{Message: "Query", Tx: "intrans"}:                                 1,
		{Message: "Query", Tx: "inerror", Conn: 2}:                        0,
		{Message: "ReadyForQuery", Tx: "intrans"}:                         1,
		{Message: "ReadyForQuery", Tx: "inerror"}:                         1,
		{Tag: "BEGIN", Tx: "idle"}:                                        1,
		{Message: "ReadyForQuery", Tx: "idle", Conn: 1, Occurrence: 2}:    1,
		{Direction: wire.Downstream, Message: "ErrorResponse", Offset: 5}: 2,
	}
	armed := map[wire.Position]*wire.Armed{}
	for at := range counts {
		armed[at] = arm(t, s, wire.Trap{At: at, Do: wire.Observe{}, Times: -1})
	}
	talk := func(c, srv interface {
		Read([]byte) (int, error)
		Write([]byte) (int, error)
	}, up, down []byte,
	) {
		t.Helper()
		for _, dir := range []struct {
			from, to interface {
				Read([]byte) (int, error)
				Write([]byte) (int, error)
			}
			b []byte
		}{{c, srv, up}, {srv, c, down}} {
			for _, part := range [][]byte{dir.b[:len(dir.b)/2], dir.b[len(dir.b)/2:]} { // in pieces, as it may come
				if _, err := dir.from.Write(part); err != nil {
					t.Fatal(err)
				}
			}
			got := make([]byte, len(dir.b))
			for n := 0; n < len(got); {
				m, err := dir.to.Read(got[n:])
				if err != nil {
					t.Fatal(err)
				}
				n += m
			}
		}
	}
	a, aSrv := dial(t, s, p)
	talk(a, aSrv, startup, ready)
	b, bSrv := dial(t, s, p)
	talk(b, bSrv, untyped(196608, "user\x00u\x00application_name\x00app\x00\x00"), ready)
	talk(a, aSrv, query("begin"), join(tag("BEGIN"), typed('Z', "T")))
	talk(a, aSrv, query("select"), join(failure("40001"), typed('Z', "E")))
	talk(a, aSrv, query("rollback"), join(tag("ROLLBACK"), ready))
	talk(b, bSrv, query("select"), join(failure("23505"), ready))
	talk(b, bSrv, query("x"), join(typed('N', "SNOTICE\x00VNOTICE\x00C23505\x00Mno\x00\x00"), tag("X"), ready))
	for at, want := range counts {
		if got := len(armed[at].Fired()); got != want {
			t.Errorf("%s: %d, want %d", at, got, want)
		}
	}
	now := arm(t, s, wire.Trap{At: wire.Position{Application: "app"}, Do: wire.Close{}})
	if f := now.Fired(); len(f) != 1 || f[0].Conn != 2 {
		t.Errorf("%+v", f)
	}
}
