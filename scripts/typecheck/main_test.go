package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatDoesNotCompileElsewhereIsFound checks a module whose files for other systems are wrong, one in its tests.
func TestWhatDoesNotCompileElsewhereIsFound(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                "module scratch\n\ngo 1.25.0\n",
		"right.go":              "package scratch\n\nimport \"os\"\n\nfunc Name() string { return os.TempDir() }\n",
		"wrong_darwin.go":       "package scratch\n\nfunc number() int { return Name() }\n",
		"wrong_freebsd_test.go": "package scratch\n\nimport \"testing\"\n\nfunc TestName(t *testing.T) { t.Log(nameless) }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ system, want string }{
		{"linux", ""},
		{"darwin", "wrong_darwin.go:3:28: cannot use Name() (value of type string) as int value in return statement"},
		{"freebsd", "wrong_freebsd_test.go:5:37: undefined: nameless"},
	} {
		wrong, err := check([]string{dir}, "./...", []string{c.system})
		if err != nil {
			t.Fatal(err)
		}
		switch text := strings.Join(wrong, "\n"); {
		case c.want == "" && text != "":
			t.Errorf("for %s it is wrong: %s", c.system, text)
		case c.want != "" && (len(wrong) != 1 || !strings.HasPrefix(text, c.system+": ") || !strings.HasSuffix(text, c.want)):
			t.Errorf("for %s it is %q, want %q", c.system, text, c.want)
		}
	}
}

func TestWithoutASystemNothingIsChecked(t *testing.T) {
	if _, err := check([]string{"."}, "./...", nil); err == nil {
		t.Error("it is no error")
	}
	if _, err := check([]string{"."}, "./...", []string{"no-such-system"}); err == nil {
		t.Error("an unknown system is no error")
	}
}
