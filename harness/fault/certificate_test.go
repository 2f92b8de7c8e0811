package fault_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/wire"
)

func encrypted(t *testing.T, rig *harness.TestRig) (*rawpg.Conn, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	authority, err := rig.Stage().Authority()
	if err != nil {
		t.Fatal(err)
	}
	c, err := rawpg.ConnectTLS(ctx, rig.DSN(), &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost"})
	if err == nil {
		t.Cleanup(func() { c.Socket.Close() })
	}
	return c, err
}

func TestBadCertificates(t *testing.T) {
	for kind, is := range map[wire.CertificateKind]func(error) bool{
		wire.ExpiredCertificate: func(err error) bool {
			e, ok := errors.AsType[x509.CertificateInvalidError](err)
			return ok && e.Reason == x509.Expired
		},
		wire.WrongHostCertificate: func(err error) bool { _, ok := errors.AsType[x509.HostnameError](err); return ok },
		wire.UntrustedCertificate: func(err error) bool { _, ok := errors.AsType[x509.UnknownAuthorityError](err); return ok },
	} {
		t.Run(string(kind), func(t *testing.T) {
			rig := harness.Start(t, harness.Config{})
			i := rig.Inject(fault.Certificate{Kind: kind})
			if _, err := encrypted(t, rig); !is(err) {
				t.Fatalf("%v", err)
			}
			fired(t, i, 1)
			ask(t, connect(t, rig), "SELECT 1", one...) // who does not ask for encryption has none
			fired(t, i, 1)
		})
	}
}

// Inside an encrypted conversation, faults fire as in any other, and the recording shows it.
func TestFaultsInsideEncryption(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	i := rig.Inject(fault.Certificate{Kind: wire.GoodCertificate})
	c, err := encrypted(t, rig)
	if err != nil {
		t.Fatal(err)
	}
	ask(t, c, "SELECT 1", one...)
	swallowed := rig.Inject(fault.Drop{At: wire.Position{Message: "DataRow"}})
	ask(t, c, "SELECT 1", "RowDescription", "SELECT 1")
	said := rig.Inject(fault.Inject{Say: wire.Content{Notice: wire.Fields{Message: "hi"}}})
	if m, err := c.Receive(); err != nil {
		t.Fatal(m, err)
	}
	reset := rig.Inject(fault.Reset{At: complete("SELECT")})
	if got, err := c.Query("SELECT 2"); !errors.Is(err, errReset) || !slices.Equal(got, []string{"RowDescription", "DataRow"}) {
		t.Fatalf("%q, %v", got, err)
	}
	for _, injection := range []fault.Injection{i, swallowed, said, reset} {
		fired(t, injection, 1)
	}
}

// Healed, or not asked for, encryption is between client and server alone. This server has none.
func TestEncryptionPassesUntouched(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	for range 2 {
		if _, err := encrypted(t, rig); err == nil {
			t.Error("the server encrypts")
		}
		rig.Inject(fault.Certificate{Kind: wire.GoodCertificate})
		c, err := encrypted(t, rig)
		if err != nil {
			t.Fatal(err)
		}
		rig.Heal()
		ask(t, c, "SELECT 1", one...)
	}
	_, err := rig.Rig().Inject(t.Context(), fault.Certificate{Kind: "best"})
	var config *fault.ConfigError
	if !errors.As(err, &config) {
		t.Error(err)
	}
}
