package cli_test

import (
	"strings"
	"syscall"
	"testing"
)

// TestTooManyAtATimeAreRefused asks for more than any server of ours has places for: it is one line, before anything is run.
func TestTooManyAtATimeAreRefused(t *testing.T) {
	for _, args := range []string{"run caller --parallel 500 --repeat 100", "sweep --workload statement --parallel 500"} {
		got := call("", append(strings.Fields(args), "--postgres", provider(), "--out", t.TempDir())...)
		if got.code != 4 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 ||
			!strings.Contains(got.stderr, "places left, and one takes up to ") || !strings.Contains(got.stderr, "; take --parallel ") {
			t.Errorf("%s gives %d, %q and on stdout %q", args, got.code, got.stderr, got.stdout)
		}
	}
}

// openFiles bounds how many files this process may open, while it runs something.
func openFiles(t *testing.T, n int, during func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	low := before
	assign(&low.Cur, n)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
			t.Fatal(err)
		}
	}()
	during()
}

// assign assigns to a field that is an int64 on FreeBSD.
func assign[T int64 | uint64](field *T, n int) { *field = T(n) }

func TestTooFewOpenFilesAreNobodysFailure(t *testing.T) {
	for args, code := range map[string]int{"run caller": 3, "sweep": 3, "run caller --parallel 3": 3} {
		openFiles(t, 64, func() {
			got := call("", append(strings.Fields(args), "--postgres", provider(), "--out", t.TempDir())...)
			if got.code != code || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, "64 files may be open (ulimit -n)") {
				t.Errorf("%s gives %d, %q", args, got.code, got.stderr)
			}
		})
	}
	openFiles(t, 64, func() {
		if got := call("", "doctor", "--postgres", provider()); got.code != 3 || !strings.Contains(got.stdout, "open files   64, which is too few") {
			t.Errorf("doctor gives %d:\n%s", got.code, got.stdout)
		}
	})
	openFiles(t, 100, func() { // as many as are best are as many as there is room for
		got := call("", "run", "caller", "--postgres", provider(), "--out", t.TempDir(), "--format", "plain")
		if got.code != 0 || !strings.Contains(got.stderr, "pgfault: 1 at a time, not ") {
			t.Errorf("it gives %d, %q:\n%s", got.code, got.stderr, got.stdout)
		}
	})
}
