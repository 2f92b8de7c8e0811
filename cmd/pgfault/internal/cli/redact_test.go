package cli_test

import (
	"testing"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"postgres://u:secret@h:1/db":                "postgres://u:xxxxx@h:1/db",
		"--postgres=postgres://u:secret@h/db":       "--postgres=postgres://u:xxxxx@h/db",
		"postgres://u@h/db?password=secret":         "postgres://u@h/db?password=xxxxx",
		"host=h user=u password=secret dbname=d":    "host=h user=u password=xxxxx dbname=d",
		`host=h password = 'a \' secret' dbname=d`:  "host=h password = xxxxx dbname=d",
		"--postgres=host=h PASSWORD=secret":         "--postgres=host=h PASSWORD=xxxxx",
		"network/close-mid-row":                     "network/close-mid-row",
		"--seed=7":                                  "--seed=7",
		"postgres://u@h/db?sslpassword=s&dbname=me": "postgres://u@h/db?dbname=me&sslpassword=xxxxx",
	} {
		if got := cli.RedactDSN(in); got != want {
			t.Errorf("RedactDSN(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShellLine(t *testing.T) {
	got := cli.ShellLine([]string{"pgfault", "run", "a/b", "--", "sh", "-c", "echo 'x' $Y"})
	if want := `pgfault run a/b -- sh -c 'echo '\''x'\'' $Y'`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
