package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/postgres"
)

// theirs is a server of somebody's with ways of its own, and the DSN of a superuser there.
func theirs(t *testing.T, extras postgres.Extras, sql ...string) (server *postgres.Server, dsn string) {
	t.Helper()
	server, d := private(t, postgres.Native, extras)
	for _, each := range append([]string{"CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'b'"}, append(sql, "SELECT pg_reload_conf()")...) {
		if _, err := d.Admin(t.Context(), each); err != nil {
			t.Fatal(err)
		}
	}
	return server, "postgres://boss:b@" + server.Addr() + "/postgres?sslmode=prefer"
}

// letIn has the server's pg_hba.conf be one line.
func letIn(line string) string {
	return `DO $$ BEGIN EXECUTE format('COPY (SELECT %L) TO %L', '` + line + `', current_setting('hba_file')); END $$`
}

// used starts a server at the DSN, and gives a database of it and a session of its ordinary user.
func used(t *testing.T, dsn string) (*postgres.Server, *pgx.Conn) {
	t.Helper()
	ours := start(t, postgres.Config{Provider: dsn})
	d := database(t, ours)
	conn, err := pgx.Connect(t.Context(), libpqenv.DSN(d.DSN(ours.Addr())))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return ours, conn
}

// What somebody has set on a server for all that connect to it does not reach those that are tested there, nor the rig.
func TestExternalServerWithSettingsOfItsOwn(t *testing.T) {
	_, dsn := theirs(t, postgres.Extras{},
		"ALTER SYSTEM SET statement_timeout = '2ms'", "ALTER SYSTEM SET idle_session_timeout = '50ms'", "ALTER SYSTEM SET DateStyle = 'German'",
		"ALTER SYSTEM SET search_path = 'theirs'", "ALTER SYSTEM SET default_transaction_read_only = on", "ALTER SYSTEM SET client_encoding = 'LATIN1'",
		"SET allow_system_table_mods = on; UPDATE pg_database SET encoding = 8 WHERE datname = 'template0'", // LATIN1
	)
	_, conn := used(t, dsn)
	for sql, want := range map[string]string{
		"SHOW statement_timeout": "0", "SHOW idle_session_timeout": "0", "SHOW DateStyle": "ISO, MDY", "SHOW search_path": `"$user", public`,
		"SHOW default_transaction_read_only": "off", "SHOW server_encoding": "UTF8", "SELECT pg_sleep(0.1)::text": "", "SHOW default_transaction_isolation": "read committed",
	} {
		var got string
		if err := conn.QueryRow(t.Context(), sql).Scan(&got); err != nil || got != want {
			t.Errorf("%s gives %q, %v, expected %q", sql, got, err, want)
		}
	}
}

// How a server lets users in is found out before anything is run there.
func TestExternalServerWithALoginOfItsOwn(t *testing.T) {
	for name, tt := range map[string]struct {
		extras postgres.Extras
		hba    string
		want   postgres.Login
	}{
		"SCRAM":    {postgres.Extras{}, "host all all all scram-sha-256", postgres.Login{SCRAM: true}},
		"trust":    {postgres.Extras{}, "host all all all trust", postgres.Login{}},
		"password": {postgres.Extras{}, "host all all all password", postgres.Login{}},
		"TLS on":   {postgres.Extras{Certificate: postgres.Trusted}, "host all all all scram-sha-256", postgres.Login{TLS: true, SCRAM: true}},
	} {
		t.Run(name, func(t *testing.T) {
			_, dsn := theirs(t, tt.extras, letIn(tt.hba))
			if ours, _ := used(t, dsn); ours.Login() != tt.want {
				t.Errorf("got %+v, expected %+v", ours.Login(), tt.want)
			}
		})
	}
}

// What can't be used at all is refused in one line, that says why and what to do.
func TestExternalServerThatCanNotBeUsed(t *testing.T) {
	boss := func(server *postgres.Server, _ string) string {
		return "postgres://boss:b@" + server.StandbyAddr() + "/postgres"
	}
	for name, tt := range map[string]struct {
		extras postgres.Extras
		sql    []string
		dsn    func(server *postgres.Server, dsn string) string
		words  string
	}{
		"TLS only":   {extras: postgres.Extras{Certificate: postgres.Trusted}, sql: []string{letIn("hostssl all all all scram-sha-256")}, words: "it wants TLS, and faults are made on what can be read"},
		"full":       {sql: []string{"ALTER ROLE boss NOSUPERUSER CREATEDB CREATEROLE CONNECTION LIMIT 0"}, words: "has no place for another session"},
		"our user":   {sql: []string{letIn("host all boss all scram-sha-256")}, words: "no user can log in to the server at"},
		"no hba":     {sql: []string{letIn("local all all trust")}, words: "no pg_hba.conf entry"},
		"a standby":  {extras: postgres.Extras{Standby: true}, dsn: boss, words: "is a standby, on which nothing can be made"},
		"no CREATE…": {sql: []string{"ALTER ROLE boss NOSUPERUSER"}, words: "may not make databases and roles"},
	} {
		t.Run(name, func(t *testing.T) {
			server, dsn := theirs(t, tt.extras, tt.sql...)
			if tt.dsn != nil {
				dsn = tt.dsn(server, dsn)
				awaitOnStandby(t, server)
			}
			unusable(t, dsn, tt.words)
		})
	}
}

// awaitOnStandby waits until the standby knows the DSN's user.
func awaitOnStandby(t *testing.T, server *postgres.Server) {
	t.Helper()
	standby, _ := server.Standby()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := standby.Admin(ctx, "SELECT FROM pg_roles WHERE rolname = 'boss'")
		return len(rows) == 1, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func unusable(t *testing.T, dsn, words string) {
	t.Helper()
	_, err := postgres.Start(t.Context(), postgres.Config{Provider: dsn})
	if !errors.Is(err, postgres.ErrUnavailable) || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, expected one line with %q", err, words)
	}
}

// A pooler is no server: databases are made on another than the one that is reached.
func TestExternalServerIsAPooler(t *testing.T) {
	need(t, postgres.Native)
	server := start(t, postgres.Config{Provider: postgres.Native})
	d := database(t, server)
	pooler, err := d.Pooler(t.Context(), postgres.SessionPool, nil)
	if errors.Is(err, postgres.ErrUnavailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pooler.Close(context.WithoutCancel(t.Context())) })
	unusable(t, d.DSN(pooler.Addr()), "is a pooler before a server: it said that the session is process ")
}
