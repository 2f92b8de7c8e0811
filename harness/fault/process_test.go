package fault_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/postgres"
)

// onOwn runs a test on a server of its own: a native one, and one in a container where PGFAULT_FULL is set, as make
// proof does.
func onOwn(t *testing.T, test func(t *testing.T, rig *harness.TestRig)) {
	t.Helper()
	for _, provider := range []string{postgres.Native, postgres.Container} {
		t.Run(provider, func(t *testing.T) {
			if provider == postgres.Container && os.Getenv("PGFAULT_FULL") == "" {
				t.Skip("it takes seconds: make proof runs it")
			}
			test(t, ownRig(t, provider))
		})
	}
}

func ownRig(t *testing.T, provider string) *harness.TestRig {
	t.Helper()
	need(t, provider)
	return harness.Start(t, harness.Config{Provider: provider, Own: true})
}

// need skips a test where there is no such provider, and fails it where there must be one.
func need(t *testing.T, provider string) {
	t.Helper()
	for _, a := range postgres.Providers(t.Context(), postgres.Config{}) {
		if a.Provider == provider && !a.OK {
			if os.Getenv("CI") == "true" || os.Getenv("PGFAULT_REQUIRE") == provider {
				t.Fatalf("%s is required here and can't be had: %s; %s", provider, a.Detail, a.Advice)
			}
			t.Skipf("no %s: %s; %s", provider, a.Detail, a.Advice)
		}
	}
}

// farewell checks what a connection says before it ends: errors and notices, by their codes.
func farewell(t *testing.T, c *rawpg.Conn, want string) {
	t.Helper()
	var got []string
	for {
		m, err := c.Receive()
		if err != nil {
			break
		}
		switch m := m.(type) {
		case *pgproto3.ErrorResponse:
			got = append(got, m.SeverityUnlocalized+" "+m.Code)
		case *pgproto3.NoticeResponse:
			got = append(got, m.SeverityUnlocalized+" "+m.Code)
		default:
			got = append(got, fmt.Sprintf("%T", m))
		}
	}
	// A backend that was busy a moment ago often dies without its WARNING, also where nothing is in between.
	silent := len(got) == 0 && strings.HasPrefix(want, "WARNING")
	if strings.Join(got, ", ") != want && !silent {
		t.Errorf("%q before the end; want %q", got, want)
	}
}

// refused checks that somebody new is refused by the server with that code.
func refused(t *testing.T, rig *harness.TestRig, code string) {
	t.Helper()
	_, err := rawpg.Connect(t.Context(), rig.DSN())
	if err == nil || !strings.Contains(err.Error(), code) {
		t.Errorf("connect: %v, want %s", err, code)
	}
}

// unserved checks that somebody new is let in by nobody: the endpoint says so by the end of the connection.
func unserved(t *testing.T, rig *harness.TestRig) {
	t.Helper()
	if _, err := rawpg.Connect(t.Context(), rig.DSN()); err == nil || strings.Contains(err.Error(), "FATAL") {
		t.Errorf("connect: %v, want no answer", err)
	}
}

// works checks that all is well again.
func works(t *testing.T, rig *harness.TestRig) {
	t.Helper()
	ask(t, connect(t, rig), "SELECT 1", one...)
	if got := rig.SQL("SELECT 1"); got[0][0] != "1" {
		t.Errorf("side channel: %v", got)
	}
}

func TestFreeze(t *testing.T) {
	onOwn(t, func(t *testing.T, rig *harness.TestRig) {
		frozen := connect(t, rig)
		i := rig.Inject(fault.Freeze{Backends: true})
		fired(t, i, 1)
		works(t, rig)
		silent(t, frozen)
		rig.Heal()
		if got, err := frozen.Answers(); err != nil || len(got) != 3 {
			t.Errorf("after the heal: %q, %v", got, err)
		}

		i = rig.Inject(fault.Freeze{})
		if all := fired(t, i, 3)[2].Seen; len(strings.Fields(all)) < 5 {
			t.Errorf("too few are stopped: %s", all)
		}
		silent(t, frozen)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := rawpg.Connect(ctx, rig.DSN()); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("connect to a frozen server: %v, want silence", err)
		}
		rig.Heal()
		if got, err := frozen.Answers(); err != nil || len(got) != 3 {
			t.Errorf("after the heal: %q, %v", got, err)
		}
		works(t, rig)
	})
}

// silent asks, and checks that nothing comes.
func silent(t *testing.T, c *rawpg.Conn) {
	t.Helper()
	if err := c.Ask("SELECT 1"); err != nil {
		t.Fatal(err)
	}
	_ = c.Socket.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	defer func() { _ = c.Socket.SetReadDeadline(time.Now().Add(10 * time.Second)) }()
	var b [1]byte
	var timeout net.Error
	if n, err := c.Socket.Read(b[:]); n != 0 || !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("read %d bytes, %v; want silence", n, err)
	}
}

func TestCrash(t *testing.T) {
	onOwn(t, func(t *testing.T, rig *harness.TestRig) {
		bystander := connect(t, rig)
		fired(t, rig.Inject(fault.Crash{}), 1)
		farewell(t, bystander, "WARNING 57P02")
		rig.Heal()
		works(t, rig)

		bystander = connect(t, rig)
		victim := connect(t, rig)
		if f := fired(t, rig.Inject(fault.Crash{Backend: true}), 1)[0]; f.Conn == 0 {
			t.Errorf("%+v names no connection", f)
		}
		farewell(t, victim, "")
		farewell(t, bystander, "WARNING 57P02")
		rig.Heal()
		works(t, rig)
	})
}

func TestKillServer(t *testing.T) {
	onOwn(t, func(t *testing.T, rig *harness.TestRig) {
		c := connect(t, rig)
		fired(t, rig.Inject(fault.KillServer{}), 1)
		farewell(t, c, "FATAL 57P01")
		unserved(t, rig)
		rig.Heal()
		rig.Heal()
		works(t, rig)
	})
}

func TestShutdown(t *testing.T) {
	onOwn(t, func(t *testing.T, rig *harness.TestRig) {
		immediate := "WARNING 57P01"
		if rig.Rig().Server().Major() < 14 {
			immediate = "WARNING 57P02"
		}
		for mode, said := range map[fault.Mode]string{fault.Fast: "FATAL 57P01", fault.Immediate: immediate} {
			c := connect(t, rig)
			fired(t, rig.Inject(fault.Shutdown{Mode: mode}), 1)
			farewell(t, c, said)
			unserved(t, rig)
			rig.Heal()
			works(t, rig)
		}
		c := connect(t, rig)
		fired(t, rig.Inject(fault.Shutdown{Mode: fault.Smart}), 1)
		ask(t, c, "SELECT 1", one...)
		refused(t, rig, "57P03")
		rig.Heal()
		works(t, rig)
	})
}

func TestRestart(t *testing.T) {
	onOwn(t, func(t *testing.T, rig *harness.TestRig) {
		c := connect(t, rig)
		fired(t, rig.Inject(fault.Restart{}), 1)
		farewell(t, c, "FATAL 57P01")
		works(t, rig)
		if _, err := (fault.Restart{Mode: fault.Smart}).Inject(t.Context(), rig.Rig()); err == nil {
			t.Error("no error for a smart restart")
		}
	})
}

func TestStartingAndDemoted(t *testing.T) {
	onOwn(t, func(t *testing.T, rig *harness.TestRig) {
		fired(t, rig.Inject(fault.Starting{}), 1)
		refused(t, rig, "57P03")
		rig.Heal()
		works(t, rig)

		fired(t, rig.Inject(fault.Demote{}), 1)
		c := connect(t, rig)
		ask(t, c, "SELECT 1", one...)
		ask(t, c, "CREATE TABLE t (v int)", "ERROR 25006")
		rig.Heal()
		if got, err := c.Query("CREATE TABLE t (v int)"); err != nil || got[0] != "CREATE TABLE" {
			t.Errorf("after the promotion: %q, %v", got, err)
		}
	})
}
