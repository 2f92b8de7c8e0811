package dns_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/dns"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func listen(t *testing.T) *dns.Server {
	t.Helper()
	s, err := dns.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestAnswers(t *testing.T) {
	s := listen(t)
	const host = "db.pgfault.test"
	for _, want := range []string{"127.0.0.1", "127.0.0.2", "::1"} {
		s.Set(host, dns.Answer{Addrs: []netip.Addr{netip.MustParseAddr(want)}})
		if got, err := s.Resolver().LookupHost(t.Context(), host); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("got %v, %v; want %s", got, err, want)
		}
	}
	var failed *net.DNSError
	s.Set(host, dns.Answer{})
	if _, err := s.Resolver().LookupHost(t.Context(), host); !errors.As(err, &failed) || !failed.IsNotFound {
		t.Errorf("nobody: %v", err)
	}
	s.Set(host, dns.Answer{Failure: true})
	if _, err := s.Resolver().LookupHost(t.Context(), host); !errors.As(err, &failed) || failed.IsNotFound || !failed.IsTemporary {
		t.Errorf("failure: %v", err)
	}
	s.Set(host, dns.Answer{Silent: true})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Resolver().LookupHost(ctx, host); !errors.As(err, &failed) || !failed.IsTimeout {
		t.Errorf("silence: %v", err)
	}
	if s.Asked("DB.pgfault.test.") < 6 || s.Asked("other") != 0 {
		t.Errorf("asked %d times", s.Asked(host))
	}
}

// A real connection goes where the name leads.
func TestConnect(t *testing.T) {
	s := listen(t)
	rig := harness.Start(t, harness.Config{})
	cfg, err := pgx.ParseConfig(rig.DSN())
	if err != nil {
		t.Fatal(err)
	}
	cfg.Host, cfg.LookupFunc = "db.pgfault.test", s.Resolver().LookupHost
	if _, err := pgx.ConnectConfig(t.Context(), cfg); err == nil {
		t.Error("connected to a host that is not there")
	}
	s.Set(cfg.Host, dns.Answer{Addrs: []netip.Addr{netip.MustParseAddr("127.0.0.1")}})
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close(t.Context())
}

func FuzzQuestions(f *testing.F) {
	f.Add([]byte("\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"))
	s, err := dns.Listen(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	s.Set("alive", dns.Answer{Addrs: []netip.Addr{netip.MustParseAddr("127.0.0.1")}})
	f.Fuzz(func(t *testing.T, packet []byte) {
		conn, err := s.Resolver().Dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = conn.Write(packet) // One that is too long does not leave.
		if _, err := s.Resolver().LookupHost(t.Context(), "alive"); err != nil {
			t.Errorf("after %q: %v", packet, err)
		}
	})
}
