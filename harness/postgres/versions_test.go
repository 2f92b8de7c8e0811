package postgres_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres"
)

// Each version that this machine's images have is started and asked; so are messages in another language.
func TestVersions(t *testing.T) {
	need(t, postgres.Container)
	for _, a := range postgres.Providers(t.Context(), postgres.Config{}) {
		if a.Provider != postgres.Container {
			continue
		}
		for _, version := range slices.Compact(a.Versions) {
			t.Run(version, func(t *testing.T) {
				t.Parallel()
				server := start(t, postgres.Config{Provider: postgres.Container, Version: version})
				d := database(t, server)
				if got := ask(t, d, "SELECT current_setting('server_version_num')::int / 10000"); got != strconv.Itoa(server.Major()) {
					t.Errorf("server_version_num says %s, the server %d", got, server.Major())
				}
				testKorean(t, d)
			})
		}
	}
}

// testKorean sees that a verdict by a message's text would fail: the code is what it always is.
func testKorean(t *testing.T, d *postgres.Database) {
	if _, err := d.Admin(t.Context(), "SET lc_messages = 'ko_KR.UTF-8'"); err != nil {
		t.Logf("no Korean messages in this image: %v", err)
		return
	}
	_, err := d.Admin(t.Context(), "SELECT * FROM nowhere")
	var answer *pgconn.PgError
	if !errors.As(err, &answer) || answer.Code != "42P01" {
		t.Fatalf("got %v, want undefined_table", err)
	}
	if answer.Severity == "ERROR" || answer.SeverityUnlocalized != "ERROR" {
		t.Errorf("severity %q, unlocalized %q: not in Korean", answer.Severity, answer.SeverityUnlocalized)
	}
}
