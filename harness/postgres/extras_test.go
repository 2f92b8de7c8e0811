package postgres_test

import (
	"crypto/x509"
	"errors"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres"
)

func private(t *testing.T, provider string, extras postgres.Extras) (*postgres.Server, *postgres.Database) {
	t.Helper()
	need(t, provider)
	server := start(t, postgres.Config{Provider: provider, Private: true, Extras: extras})
	return server, database(t, server)
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}

// A standby has what the server has once that waits for it, takes no writes, and can take over.
func TestStandby(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			server, d := private(t, provider, postgres.Extras{Standby: true})
			for _, sql := range []string{
				"ALTER SYSTEM SET synchronous_standby_names = '" + postgres.StandbyName + "'",
				"ALTER SYSTEM SET synchronous_commit = 'remote_apply'",
				"SELECT pg_reload_conf()",
			} {
				if _, err := d.Admin(t.Context(), sql); err != nil {
					t.Fatal(err)
				}
			}
			primary := connect(t, d.DSN(server.Addr()))
			standby := connect(t, d.DSN(server.StandbyAddr()))
			for _, sql := range []string{"CREATE TABLE t (v int)", "INSERT INTO t VALUES (1)"} {
				if _, err := primary.Exec(t.Context(), sql); err != nil {
					t.Fatal(err)
				}
			}
			var v int
			if err := standby.QueryRow(t.Context(), "SELECT v FROM t").Scan(&v); err != nil || v != 1 {
				t.Errorf("standby has %d, %v", v, err)
			}
			var refused *pgconn.PgError
			if _, err := standby.Exec(t.Context(), "INSERT INTO t VALUES (2)"); !errors.As(err, &refused) || refused.Code != "25006" {
				t.Errorf("write to a standby: %v", err)
			}
			control, reason := server.Standby()
			if control == nil {
				t.Fatal(reason)
			}
			if _, err := control.Admin(t.Context(), "SELECT pg_promote()"); err != nil {
				t.Fatal(err)
			}
			if _, err := standby.Exec(t.Context(), "INSERT INTO t VALUES (2)"); err != nil {
				t.Errorf("write after the promotion: %v", err)
			}
		})
	}
}

// A client that verifies the certificate takes the right one, and says of the others what is wrong.
func TestCertificates(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			server, d := private(t, provider, postgres.Extras{Certificate: postgres.Trusted})
			conn := connect(t, d.DSN(server.Addr()))
			var encrypted bool
			if err := conn.QueryRow(t.Context(), "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").Scan(&encrypted); err != nil || !encrypted {
				t.Errorf("encrypted %v, %v", encrypted, err)
			}
			plain, err := pgx.ParseConfig(d.DSN(server.Addr()))
			if err != nil {
				t.Fatal(err)
			}
			plain.TLSConfig, plain.Fallbacks = nil, nil
			without, err := pgx.ConnectConfig(t.Context(), plain)
			if err != nil {
				t.Fatalf("without encryption, as a client may whose connection string says so: %v", err)
			}
			if err := without.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	for kind, says := range map[postgres.Certificate]func(error) bool{
		postgres.Expired: func(err error) bool {
			var invalid x509.CertificateInvalidError
			return errors.As(err, &invalid) && invalid.Reason == x509.Expired
		},
		postgres.WrongHost: func(err error) bool { var wrong x509.HostnameError; return errors.As(err, &wrong) },
		postgres.Untrusted: func(err error) bool { var unknown x509.UnknownAuthorityError; return errors.As(err, &unknown) },
	} {
		t.Run(string(kind), func(t *testing.T) {
			server, d := private(t, postgres.Native, postgres.Extras{Certificate: kind})
			if _, err := pgx.Connect(t.Context(), d.DSN(server.Addr())); err == nil || !says(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A tablespace that is full is an error of one statement, and the server goes on.
func TestDisk(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			if provider == postgres.Native && os.Geteuid() != 0 {
				t.Skip("only root may mount")
			}
			server, d := private(t, provider, postgres.Extras{Disk: 4})
			conn := connect(t, d.DSN(server.Addr()))
			if _, err := conn.Exec(t.Context(), "CREATE TABLE t (v text) TABLESPACE "+postgres.SmallTablespace); err != nil {
				t.Fatal(err)
			}
			var full *pgconn.PgError
			_, err := conn.Exec(t.Context(), "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 10000)")
			if !errors.As(err, &full) || full.Code != "53100" {
				t.Errorf("got %v, want 53100", err)
			}
			if got := ask(t, d, "SELECT count(*) FROM t"); got != "0" {
				t.Errorf("%s rows are there", got)
			}
			if err := conn.Ping(t.Context()); err != nil {
				t.Errorf("the connection: %v", err)
			}
		})
	}
}
