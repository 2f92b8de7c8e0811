package main

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		want error
		says string
	}{
		{[]string{"-run", "nothing"}, errUsage, `no benchmark "nothing": there are diagnose,`},
		{[]string{"more"}, errUsage, `unexpected argument "more"`},
		{[]string{"-seconds", "many"}, errUsage, "invalid value"},
		{[]string{"-h"}, flag.ErrHelp, "-check"},
	} {
		var log bytes.Buffer
		if err := run(t.Context(), c.args, io.Discard, &log); !errors.Is(err, c.want) {
			t.Errorf("%q: %v", c.args, err)
		}
		if !strings.Contains(log.String(), c.says) {
			t.Errorf("%q says %q", c.args, &log)
		}
	}
}

func TestRunsWhatNeedsNoServer(t *testing.T) {
	var out bytes.Buffer
	file := filepath.Join(t.TempDir(), "bench.json")
	if err := run(t.Context(), []string{"-run", "tap", "-seconds", "0", "-json", file}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := "allocations of the tap"; !strings.Contains(out.String(), want) || !bytes.Contains(text, []byte(want)) {
		t.Errorf("%s\n%s", &out, text)
	}
}
