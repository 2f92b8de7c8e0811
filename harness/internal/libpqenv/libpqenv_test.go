package libpqenv_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
)

var set = []string{
	"PGOPTIONS", "PGSERVICE", "PGSSLROOTCERT", "PGSSLNEGOTIATION", "PGTARGETSESSIONATTRS", "PGCHANNELBINDING", "PGTZ",
	"PGSSLCERT", "PGGSSENCMODE", "PGHOST", "PGAPPNAME", "PGCLIENTENCODING", "PGOAUTHDEBUG",
}

func TestAChildHasNoneOfLibpqsVariables(t *testing.T) {
	given := []string{"PATH=/bin", "PGFAULT_POSTGRES=native", "PGPASSWORD=secret", "PGDATA=/data"}
	for _, name := range set {
		given = append(given, name+"=x")
	}
	got := libpqenv.Child(given)
	want := []string{
		"PATH=/bin", "PGFAULT_POSTGRES=native", "PGDATA=/data",
		"PGPASSFILE=/dev/null/pgfault",
	}
	if !slices.Equal(got, want) {
		t.Errorf("a child is given %q, expected %q", got, want)
	}
}

func TestThisProcessForgetsThem(t *testing.T) {
	for _, name := range append([]string{"PGPASSWORD", "PGFAULT_POSTGRES"}, set...) {
		t.Setenv(name, "x")
	}
	libpqenv.Forget()
	for _, name := range set {
		if value, left := os.LookupEnv(name); left {
			t.Errorf("%s is still %q", name, value)
		}
	}
	for _, name := range []string{"PGPASSWORD", "PGFAULT_POSTGRES"} {
		if os.Getenv(name) == "" {
			t.Errorf("%s was unset", name)
		}
	}
}

func TestAHomeWithoutCertificatesIsTheUsersOwn(t *testing.T) {
	env := []string{"HOME=" + t.TempDir()}
	got, remove, err := libpqenv.Home(env)
	if err != nil || !slices.Equal(got, env) {
		t.Fatalf("%q, %v", got, err)
	}
	if err := remove(); err != nil {
		t.Fatal(err)
	}
}

func TestCertificatesInTheHomeFolderAreNotSeen(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{".postgresql/root.crt", ".local/lib/module.py"} {
		path := filepath.Join(home, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(name), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	got, remove, err := libpqenv.Home([]string{"A=b", "HOME=" + home})
	if err != nil {
		t.Fatal(err)
	}
	other := strings.TrimPrefix(got[1], "HOME=")
	if _, err := os.Stat(filepath.Join(other, ".postgresql")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the certificates are seen: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(other, ".local/lib/module.py")); string(text) != ".local/lib/module.py" {
		t.Errorf("what else is in the home folder is not seen: %v", err)
	}
	if err := remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(other); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
	if _, err := os.Stat(filepath.Join(home, ".local/lib/module.py")); err != nil {
		t.Errorf("what it led to is gone: %v", err)
	}
}

func TestADSNForThisProcessNamesNoCertificates(t *testing.T) {
	for give, want := range map[string]string{
		"postgres://u:p@h/d?sslmode=disable":                  "postgres://u:p@h/d?sslcert=&sslkey=&sslmode=disable&sslrootcert=",
		"postgres://u:p@h/d?sslmode=require":                  "postgres://u:p@h/d?sslcert=&sslkey=&sslmode=require&sslrootcert=",
		"postgres://u:p@h/d?sslmode=verify-ca&sslrootcert=/x": "postgres://u:p@h/d?sslcert=&sslkey=&sslmode=verify-ca&sslrootcert=%2Fx",
		"host=h sslmode=require":                              "host=h sslmode=require",
	} {
		if got := libpqenv.DSN(give); got != want {
			t.Errorf("%s became %s, expected %s", give, got, want)
		}
	}
}
