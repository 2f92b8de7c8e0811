package engine_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/pgx"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// TestTheDevelopersSettingsJudgeNobody runs scenarios for a developer who has set all that would make a client fail.
func TestTheDevelopersSettingsJudgeNobody(t *testing.T) {
	home := t.TempDir()
	// The root of nobody, and a key that fits no certificate.
	for _, name := range []string{"root.crt", "postgresql.crt", "postgresql.key"} {
		path := filepath.Join(home, ".postgresql", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("no certificate"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slow := insert(query("SELECT pg_sleep(0.1)", scenario.Expect{}))
	for name, value := range map[string]string{
		"HOME": home, "PGOPTIONS": "-c statement_timeout=50", "PGSERVICE": "nowhere", "PGSSLROOTCERT": "/nowhere",
		"PGTARGETSESSIONATTRS": "standby", "PGTZ": "Nowhere/Nowhere", "PGSSLCERT": "/nowhere", "PGCHANNELBINDING": "require",
		"PGSSLNEGOTIATION": "direct", "PGMINPROTOCOLVERSION": "3.2", "PGCONNECT_TIMEOUT": "never",
	} {
		t.Setenv(name, value)
	}
	for _, tgt := range []string{"reference", "pgx", "pgx-stdlib"} {
		cfg := engine.Config{Target: reference.New()}
		switch tgt {
		case "pgx":
			cfg.Target = pgx.New()
		case "pgx-stdlib":
			cfg.Target = pgxstdlib.New()
		}
		if r := runSingle(t, cfg, slow); r.Outcome != verdict.Pass {
			t.Errorf("%s: %s: %s", tgt, r.Outcome, r.Reason)
		}
	}
	// Recovery is by a connection that looks at no certificate.
	encrypted := insert()
	encrypted.Given.Certificate = string(postgres.Trusted)
	if server.Provider() == postgres.External {
		return
	}
	if r := runSingle(t, engine.Config{Target: reference.New()}, encrypted); r.Outcome != verdict.Pass {
		t.Errorf("with TLS: %s: %s", r.Outcome, r.Reason)
	}
}
