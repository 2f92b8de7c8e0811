package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileWithoutAnEndIsReadNoFurtherThanItsBound(t *testing.T) {
	if _, err := readBounded("/dev/zero"); err == nil || !strings.Contains(err.Error(), "/dev/zero has more than 16 MB") {
		t.Errorf("got %v", err)
	}
	path := filepath.Join(t.TempDir(), "expect.yaml")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := readBounded(path); string(data) != "{}" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
}

func TestWhatIsComparedIsReadNoFurtherThanItsBound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.jsonl")
	if err := os.WriteFile(path, []byte(`{"type":"run","servers":[]}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ words, args string }{
		{"/dev/zero: line 1 has more than 64 MB", "compare /dev/zero"},
		{"/dev/zero has more than 16 MB", "compare --into /dev/zero " + path},
		{"/dev/zero: line 1 has more than 64 MB", "judge /dev/zero"},
	} {
		var stdout, stderr bytes.Buffer
		code := Execute(append([]string{"pgfault"}, strings.Fields(c.args)...), strings.NewReader(""), &stdout, &stderr)
		if code != 4 || strings.Count(stderr.String(), "\n") != 1 || !strings.Contains(stderr.String(), c.words) {
			t.Errorf("%s gives %d, %q", c.args, code, stderr.String())
		}
	}
}
