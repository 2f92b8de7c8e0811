package layer_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// withFirst puts another address in front of that of a DSN.
func withFirst(t *testing.T, dsn, first string) (string, map[string]string) {
	t.Helper()
	second := host(config(t, dsn))
	return strings.Replace(dsn, "@"+second, "@"+first+","+second, 1), map[string]string{first: "FIRST", second: "SECOND"}
}

// server is a setup of the shared server, with a database of its own.
func server(name string, harm func(t *testing.T, r *harness.TestRig) string) setup {
	return setup{name, func(t *testing.T) (string, map[string]string) { return harm(t, rig(t)), nil }}
}

// ownServer is a setup of a server of its own, which may be harmed.
func ownServer(name string, harm func(t *testing.T, r *harness.TestRig) string) setup {
	return setup{name, func(t *testing.T) (string, map[string]string) {
		return harm(t, harness.Start(t, harness.Config{Own: true})), nil
	}}
}

// as is a DSN with another user, and the secret for a password.
func as(dsn, user string) string {
	_, rest, _ := strings.Cut(dsn, "@")
	return "postgres://" + user + ":" + secret + "@" + rest
}

// role makes a role of a server of its own, and connects as that.
func role(with string) func(*testing.T, *harness.TestRig) string {
	return func(_ *testing.T, r *harness.TestRig) string {
		r.SQL("CREATE ROLE few PASSWORD '" + secret + "' " + with)
		return as(r.DSN(), "few")
	}
}

// onDatabase runs a statement with the name of the test's database in it.
func onDatabase(r *harness.TestRig, sql string) {
	r.SQL("DO $$BEGIN EXECUTE format('" + sql + "', current_database()); END$$")
}

// serverSetups have a PostgreSQL at the address that takes nobody, or not for this.
var serverSetups = []setup{
	server("a wrong password", func(_ *testing.T, r *harness.TestRig) string { return strings.Replace(r.DSN(), "@", "x@", 1) }),
	server("a user that is none", func(_ *testing.T, r *harness.TestRig) string { return as(r.DSN(), "nobody_at_all") }),
	server("a database that is none", func(t *testing.T, r *harness.TestRig) string {
		return strings.Replace(r.DSN(), "/"+config(t, r.DSN()).Database, "/no_such_shop", 1)
	}),
	server("a parameter that the server does not know", func(_ *testing.T, r *harness.TestRig) string { return r.DSN() + "&search_pth=shop" }),
	server("a database that is closed", func(t *testing.T, r *harness.TestRig) string {
		r.SQL("UPDATE pg_database SET datallowconn = false WHERE datname = current_database()")
		t.Cleanup(func() { r.SQL("UPDATE pg_database SET datallowconn = true WHERE datname = current_database()") })
		return r.DSN()
	}),
	server("a database with all its places taken", func(_ *testing.T, r *harness.TestRig) string {
		onDatabase(r, "ALTER DATABASE %I CONNECTION LIMIT 0")
		return r.DSN()
	}),
	server("read-only by a setting", func(_ *testing.T, r *harness.TestRig) string {
		onDatabase(r, "ALTER DATABASE %I SET default_transaction_read_only = on")
		return r.DSN()
	}),
	server("read-only by a setting, and writes demanded", func(_ *testing.T, r *harness.TestRig) string {
		onDatabase(r, "ALTER DATABASE %I SET default_transaction_read_only = on")
		return r.DSN() + "&target_session_attrs=read-write"
	}),
	server("a standby demanded of a primary", func(_ *testing.T, r *harness.TestRig) string {
		return r.DSN() + "&target_session_attrs=standby"
	}),
	server("TLS demanded of a server that has none", func(_ *testing.T, r *harness.TestRig) string {
		return strings.Replace(r.DSN(), "sslmode=disable", "sslmode=require", 1)
	}),
	server("a server that resets while it is asked", func(_ *testing.T, r *harness.TestRig) string {
		r.Inject(reset("DataRow"))
		return r.DSN()
	}),
	server("all is well", func(_ *testing.T, r *harness.TestRig) string { return r.DSN() }),
	server("all is well, and TLS would be liked", func(_ *testing.T, r *harness.TestRig) string {
		return strings.Replace(r.DSN(), "sslmode=disable", "sslmode=prefer", 1)
	}),
	ownServer("a role that may not log in", role("NOLOGIN")),
	ownServer("a role with all its places taken", role("LOGIN CONNECTION LIMIT 0")),
	ownServer("a database that the role may not use", func(t *testing.T, r *harness.TestRig) string {
		onDatabase(r, "REVOKE CONNECT ON DATABASE %I FROM public")
		return role("LOGIN")(t, r)
	}),
	ownServer("a server with all its places taken", func(_ *testing.T, r *harness.TestRig) string {
		r.Inject(fault.FillConnections{})
		return r.DSN()
	}),
	ownServer("a server that lets nobody in from here", func(t *testing.T, r *harness.TestRig) string {
		admit(t, r, "host all postgres all scram-sha-256")
		return r.DSN()
	}),
	ownServer("a server that is starting", func(_ *testing.T, r *harness.TestRig) string {
		r.Inject(fault.Starting{})
		return r.DSN()
	}),
	ownServer("a server that is frozen", func(_ *testing.T, r *harness.TestRig) string {
		r.Inject(fault.Freeze{})
		return r.DSN() + "&connect_timeout=1"
	}),
	ownServer("a standby", func(_ *testing.T, r *harness.TestRig) string {
		r.Inject(fault.Demote{})
		return r.DSN()
	}),
	ownServer("a standby, as demanded", func(_ *testing.T, r *harness.TestRig) string {
		r.Inject(fault.Demote{})
		return r.DSN() + "&target_session_attrs=standby"
	}),
	ownServer("a primary demanded of a standby", func(_ *testing.T, r *harness.TestRig) string {
		r.Inject(fault.Demote{})
		return r.DSN() + "&target_session_attrs=primary"
	}),
}

// admit replaces the lines of the server's pg_hba.conf, and waits until the server has read it.
func admit(t *testing.T, r *harness.TestRig, lines string) {
	t.Helper()
	r.SQL("CREATE TABLE reload AS SELECT clock_timestamp() AS asked")
	r.SQL(`DO $$BEGIN EXECUTE format('COPY (SELECT %L) TO %L', '` + lines + `', current_setting('hba_file')); END$$`)
	r.SQL("SELECT pg_reload_conf()")
	for r.SQL("SELECT pg_conf_load_time() > asked FROM reload")[0][0] != "t" { // the test's deadline ends it
		runtime.Gosched()
	}
}

// certificate is a setup with TLS, and a certificate of some kind.
func certificate(name string, kind wire.CertificateKind, trusted bool) setup {
	return setup{name, func(t *testing.T) (string, map[string]string) {
		r := rig(t)
		r.Inject(fault.Certificate{Kind: kind})
		dsn := strings.Replace(r.DSN(), "sslmode=disable", "sslmode=verify-full", 1)
		if !trusted {
			return dsn, nil
		}
		authority, err := r.Stage().Authority()
		if err != nil {
			t.Fatal(err)
		}
		root := filepath.Join(t.TempDir(), "root.crt")
		if err := os.WriteFile(root, authority.PEM(), 0o600); err != nil {
			t.Fatal(err)
		}
		return dsn + "&sslrootcert=" + root, nil
	}}
}

// tlsSetups have something wrong with a certificate.
var tlsSetups = []setup{
	certificate("a certificate of an authority that nobody trusts", wire.CertificateKind("untrusted"), true),
	certificate("a certificate of an authority that is not named", wire.CertificateKind("good"), false),
	certificate("a certificate that has expired", wire.CertificateKind("expired"), true),
	certificate("a certificate for another name", wire.CertificateKind("wrong_host"), true),
	certificate("a certificate that is good", wire.CertificateKind("good"), true),
}
