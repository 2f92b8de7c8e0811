package provide

import (
	"context"
	"errors"
	"net"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
)

// starting is a machine whose postmaster says one thing after the other, the last again and again.
type starting struct {
	Machine // Nothing else is asked of it.
	says    []string
	asked   func()
	ended   chan struct{}
}

func (m *starting) Ended() <-chan struct{} { return m.ended }

func (m *starting) Status(context.Context) (string, error) {
	m.asked()
	said := m.says[0]
	if len(m.says) > 1 {
		m.says = m.says[1:]
	}
	return said, nil
}

func TestNobodyIsDialledBeforeThePostmasterIsReady(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dialled := make(chan struct{})
	m := &starting{says: []string{"", "starting", "starting", "ready"}, ended: make(chan struct{})}
	m.asked = func() {
		select {
		case <-dialled:
			t.Error("dialled before the postmaster was ready")
		default:
		}
	}
	go func() {
		defer close(m.ended) // It has served its turn.
		if conn, err := listener.Accept(); err == nil {
			close(dialled)
			_ = errors.Join(conn.Close(), listener.Close())
		}
	}()
	addr := listener.Addr().(*net.TCPAddr)
	cfg, err := pgx.ParseConfig("postgres://nobody@127.0.0.1:" + strconv.Itoa(addr.Port) + "/none?sslmode=disable")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Ready(t.Context(), m, cfg); !errors.Is(err, ErrExited) {
		t.Errorf("%v; want %v", err, ErrExited)
	}
	select {
	case <-dialled:
	default:
		t.Error("never dialled")
	}
}

func TestReadyGivesUp(t *testing.T) {
	for name, c := range map[string]struct {
		ended bool
		want  error
	}{
		"the postmaster has ended": {ended: true, want: ErrExited},
		"the context has":          {want: context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			m := &starting{says: []string{"starting"}, ended: make(chan struct{})}
			m.asked = cancel
			if c.ended {
				close(m.ended)
				m.asked = func() {}
			}
			if _, err := Ready(ctx, m, nil); !errors.Is(err, c.want) {
				t.Errorf("%v; want %v", err, c.want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	const running = "4711\n/data\n1764000000\n5432\n\n127.0.0.1\n  5432001    98304\n"
	for file, want := range map[string]string{
		"": "", "4711\n/data\n": "", running: "", running + "starting\n": "starting", running + "ready   \n": "ready",
	} {
		if got := Status(file); got != want {
			t.Errorf("%q: %q; want %q", file, got, want)
		}
	}
}
