package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres"
)

func TestServer(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			need(t, provider)
			server := start(t, postgres.Config{Provider: provider})
			if server.Provider() != provider || server.Why() == "" {
				t.Errorf("provider %q because %q", server.Provider(), server.Why())
			}
			if !strings.HasPrefix(server.Version(), strconv.Itoa(server.Major())) || server.Major() < 13 {
				t.Errorf("version %q, major %d", server.Version(), server.Major())
			}
			if !strings.HasPrefix(server.Addr(), "127.0.0.1:") {
				t.Errorf("listens at %s", server.Addr())
			}
			t.Run("settings", func(t *testing.T) { testSettings(t, server) })
			t.Run("user", func(t *testing.T) { testUser(t, server) })
			t.Run("drop", func(t *testing.T) { testDrop(t, server) })
			t.Run("secrets", func(t *testing.T) { testSecrets(t, server) })
		})
	}
}

func testSettings(t *testing.T, server *postgres.Server) {
	d := database(t, server)
	for name, want := range map[string]string{
		"fsync":                     "off",
		"max_connections":           "200",
		"max_prepared_transactions": "10",
		"password_encryption":       "scram-sha-256",
		"lc_messages":               "C",
		"server_encoding":           "UTF8",
		"synchronous_commit":        "on",
	} {
		if got := ask(t, d, "SELECT current_setting($1)", name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// The user of the DSN is an ordinary one: it can make tables in its database, and not do what a superuser can.
func testUser(t *testing.T, server *postgres.Server) {
	d := database(t, server)
	conn, err := pgx.Connect(t.Context(), d.DSN(server.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if _, err := conn.Exec(t.Context(), "CREATE TABLE t (v text); INSERT INTO t VALUES ('a'), (NULL)"); err != nil {
		t.Error(err)
	}
	rows, err := d.Admin(t.Context(), "SELECT v, pg_get_userbyid(relowner) <> current_user FROM t, pg_class WHERE relname = 't' ORDER BY v")
	if err != nil || fmt.Sprint(rows) != "[[a t] [ t]]" {
		t.Errorf("got %v, %v", rows, err)
	}
	var denied *pgconn.PgError
	if _, err := conn.Exec(t.Context(), "SELECT pg_read_file('postgresql.conf')"); !errors.As(err, &denied) || denied.Code != "42501" {
		t.Errorf("reading a file of the server: %v, want insufficient_privilege", err)
	}
	wrong := strings.Replace(d.DSN(server.Addr()), "@", "x@", 1)
	if _, err := pgx.Connect(t.Context(), wrong); !errors.As(err, &denied) || denied.Code != "28P01" {
		t.Errorf("wrong password: %v, want invalid_password", err)
	}
}

// Drop ends what is connected, and transactions that were prepared; another database has none of the first one's tables.
func testDrop(t *testing.T, server *postgres.Server) {
	d, other := database(t, server), database(t, server)
	rival, err := d.AdminConn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rival.Close(t.Context()) }()
	if _, err := rival.Exec(t.Context(), "CREATE TABLE t (v int)"); err != nil {
		t.Error(err)
	}
	if _, err := d.Admin(t.Context(), "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'it''s'"); err != nil {
		t.Error(err)
	}
	if got := ask(t, other, "SELECT count(*) FROM pg_class WHERE relname = 't'"); got != "0" {
		t.Errorf("%s tables t in another database", got)
	}
	for range 2 {
		if err := d.Drop(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if err := rival.Ping(t.Context()); err == nil {
		t.Error("the rival's connection survived the drop")
	}
	if got := ask(t, other, "SELECT count(*) FROM pg_database WHERE datname = $1", d.Name); got != "0" {
		t.Error("the database is still there")
	}
	if _, err := d.Admin(t.Context(), "SELECT 1"); !errors.Is(err, postgres.ErrClosed) {
		t.Errorf("asking a dropped database: %v, want ErrClosed", err)
	}
}

func testSecrets(t *testing.T, server *postgres.Server) {
	d := database(t, server)
	cfg, err := pgx.ParseConfig(d.DSN(server.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(server, d), fmt.Sprintf("%+v %#v %+v %#v", server, server, d, d)} {
		if strings.Contains(text, cfg.Password) {
			t.Error("the password is in what is printed of a server or database")
		}
	}
}

// Close leaves nothing, and may come twice; what is asked of a closed server is refused.
func TestServerClosed(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			need(t, provider)
			server := start(t, postgres.Config{Provider: provider})
			d := database(t, server)
			folder := ask(t, d, "SHOW data_directory")
			conn, err := d.AdminConn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close(t.Context()) }()

			for range 2 {
				if err := server.Close(t.Context()); err != nil {
					t.Error(err)
				}
			}
			if err := conn.Ping(t.Context()); err == nil {
				t.Error("a backend survived its server")
			}
			awaitSilence(t, server.Addr())
			if _, err := os.Stat(folder); provider == postgres.Native && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s is still there: %v", folder, err)
			}
			if _, err := server.Database(t.Context()); !errors.Is(err, postgres.ErrClosed) {
				t.Errorf("database of a closed server: %v, want ErrClosed", err)
			}
			if err := d.Drop(t.Context()); !errors.Is(err, postgres.ErrClosed) {
				t.Errorf("drop on a closed server: %v, want ErrClosed", err)
			}
		})
	}
}

// An answer by either protocol is read no further than its bound, and what is asked next is answered.
func TestAnAnswerIsBounded(t *testing.T) {
	need(t, postgres.Native)
	d := database(t, start(t, postgres.Config{Provider: postgres.Native}))
	const much = "SELECT repeat('x', 1000000) FROM generate_series(1, 100000)"
	for _, args := range [][]any{nil, {1}} {
		sql := much
		if args != nil {
			sql += " WHERE $1 = 1"
		}
		if _, err := d.Admin(t.Context(), sql, args...); !errors.Is(err, postgres.ErrTooMuch) {
			t.Errorf("with %d arguments: %v", len(args), err)
		}
		if got := ask(t, d, "SELECT 1"); got != "1" {
			t.Errorf("then it gives %s", got)
		}
	}
	for sql, want := range map[string]int{"SELECT FROM generate_series(1, 3)": 3, "SELECT 1; SELECT 2 WHERE false": 0, "SELECT 1; CREATE TABLE t ()": 1} {
		if rows, err := d.Admin(t.Context(), sql); err != nil || len(rows) != want {
			t.Errorf("%s gives %d rows, %v", sql, len(rows), err)
		}
	}
	conn, err := d.AdminConn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	if err := postgres.Run(t.Context(), conn, "SELECT repeat('x', 1000000) FROM generate_series(1, 200)"); err != nil {
		t.Errorf("what is not kept is %v", err)
	}
	if err := postgres.Run(t.Context(), conn, "SELECT 1/0"); err == nil {
		t.Error("a division by 0 is no error")
	}
}
