package layer_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/pgdiag"
)

// python is Debian's: another one on PATH does not see the packages python3-psycopg2 and python3-psycopg.
const python = "/usr/bin/python3"

// TestClassOfIsPsycopgs raises every SQLSTATE on a real server and asks psycopg2 and psycopg 3 for the class.
func TestClassOfIsPsycopgs(t *testing.T) {
	if out, err := exec.CommandContext(t.Context(), python, "-c", "import psycopg, psycopg2").CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("psycopg is needed in CI: %v\n%s", err, out)
		}
		t.Skipf("needs psycopg2 and psycopg 3 (apt-get install python3-psycopg2 python3-psycopg): %v", err)
	}
	codes := append(pgdiag.SQLStates(), "08ZZZ", "22ZZZ", "40ZZZ", "50ZZZ", "5ZZZZ", "F0ZZZ", "F1ZZZ", "HZZZZ", "P0ZZZ", "XYZZZ", "ZZZZZ")
	codes = slices.DeleteFunc(codes, func(c string) bool { return c == "00000" }) // success can't be raised
	r := harness.Start(t, harness.Config{})
	cmd := exec.CommandContext(t.Context(), python, "testdata/classes.py", r.DSN())
	cmd.Stdin = strings.NewReader(strings.Join(codes, "\n"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("classes.py: %v\n%s", err, stderr.String())
	}
	asked := 0
	for sc := bufio.NewScanner(bytes.NewReader(out)); sc.Scan(); asked++ {
		f := strings.Fields(sc.Text())
		if len(f) != 4 {
			t.Fatalf("classes.py said %q", sc.Text())
		}
		code, two, three, listed := f[0], f[1], f[2], f[3] == "listed"
		if got := pgdiag.ClassOf(code, pgdiag.Psycopg2); string(got) != two {
			t.Errorf("%s: %s, psycopg2 says %s", code, got, two)
		}
		if code == "10608" && !listed {
			t.Logf("10608: this psycopg is older than PostgreSQL 18's code and says %s", three)
			continue
		}
		if got := pgdiag.ClassOf(code, pgdiag.Psycopg3); string(got) != three {
			t.Errorf("%s: %s, psycopg 3 says %s", code, got, three)
		}
	}
	if asked != len(codes) {
		t.Errorf("%d codes asked, %d answered", len(codes), asked)
	}
}
