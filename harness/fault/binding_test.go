package fault_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/wire"
)

// trusting is a client that trusts whom the DSN names.
func trusting(t *testing.T, dsn string) *tls.Config {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal("the DSN is no URL")
	}
	root, err := os.ReadFile(u.Query().Get("sslrootcert"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(root) {
		t.Fatal("no certificate in sslrootcert")
	}
	return &tls.Config{RootCAs: pool, ServerName: "localhost"}
}

// A client that binds its channel to the server's certificate is let in by a real server through the stage that shows it,
// and faults act inside of both encryptions; by another certificate it is refused.
func TestChannelBinding(t *testing.T) {
	onRig(t, harness.Layout{Extras: postgres.Extras{Certificate: postgres.Trusted}}, func(t *testing.T, s layoutRig) {
		config := trusting(t, s.DSN())
		shown, err := s.Inject(s.ctx, fault.Certificate{})
		if err != nil {
			t.Fatal(err)
		}
		c, err := rawpg.ConnectBound(s.ctx, s.DSN(), config)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Socket.Close()
		fired(t, shown, 1)
		if got := s.primary("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND usename = 'pgfault_user'"); got[0][0] != "1" {
			t.Errorf("%v encrypted sessions", got)
		}
		dropped, err := s.Inject(s.ctx, fault.Drop{At: wire.Position{Message: "DataRow", Occurrence: 2}})
		if err != nil {
			t.Fatal(err)
		}
		ask(t, c, "SELECT 1", one...)
		ask(t, c, "SELECT 1", "RowDescription", "SELECT 1")
		fired(t, dropped, 1)
		cut, err := s.Inject(s.ctx, fault.Reset{At: complete("SELECT")})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Query("SELECT 1"); err == nil || !slices.Equal(got, []string{"RowDescription", "DataRow"}) {
			t.Errorf("%q, %v", got, err)
		}
		fired(t, cut, 1)

		if err := s.Heal(s.ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Inject(s.ctx, fault.Certificate{Kind: wire.GoodCertificate, Encrypt: true}); err != nil {
			t.Fatal(err)
		}
		authority, err := s.Stage().Authority()
		if err != nil {
			t.Fatal(err)
		}
		config.RootCAs = authority.Pool()
		if _, err := rawpg.ConnectBound(s.ctx, s.DSN(), config); err == nil || !strings.Contains(err.Error(), "28000") {
			t.Errorf("another certificate: %v, want 28000", err)
		}
	})
}

// There is no certificate of the server's own where it has no TLS.
func TestNoCertificateOfItsOwn(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	if ok, reason := (fault.Certificate{}).Available(rig.Rig()); ok || reason == "" {
		t.Errorf("available %v, because %q", ok, reason)
	}
}
