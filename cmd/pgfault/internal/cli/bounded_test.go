package cli

import (
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
