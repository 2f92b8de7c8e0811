package target_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/target"
)

// brokenEnv makes this test binary a shim that is broken in the way it names.
const brokenEnv = "PGFAULT_TEST_BROKEN"

func TestMain(m *testing.M) {
	if how := os.Getenv(brokenEnv); how != "" {
		os.Exit(broken(how))
	}
	goleak.VerifyTestMain(m)
}

func shim(t *testing.T, how string) target.Shim {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return target.Shim{Argv: []string{self}, Env: append(os.Environ(), brokenEnv+"="+how), HelloTimeout: 5 * time.Second}
}

// broken is the main of a shim that says a proper hello and is then broken in the way named.
func broken(how string) int {
	if how == "serve" {
		if err := target.Serve(context.Background(), os.Stdin, os.Stdout, &echo{}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var req target.Request
		if json.Unmarshal(lines.Bytes(), &req) != nil {
			return 9
		}
		switch {
		case req.Op == target.OpHello:
			fmt.Fprintf(os.Stdout, `{"id":%d,"ok":true,"name":"broken"}`+"\n", req.ID)
		case req.Op == target.OpBye && how == "deaf to bye":
			select {}
		case req.Op == target.OpBye:
			return 0
		case how == "always ok":
			fmt.Fprintf(os.Stdout, `{"id":%d,"ok":true,"status":"open","tx":"idle"}`+"\n", req.ID)
		case how == "dies":
			fmt.Fprintln(os.Stderr, "one\ntwo\nout of cheese")
			return 3
		case how == "silent", how == "deaf to bye":
		case how == "garbage":
			fmt.Fprintln(os.Stdout, "Traceback (most recent \x1b[31mcall last)")
		case how == "wrong id":
			fmt.Fprintf(os.Stdout, `{"id":%d,"ok":true}`+"\n", req.ID+7)
		case how == "no id":
			fmt.Fprintln(os.Stdout, `{"ok":true}`)
		case how == "misspelled":
			fmt.Fprintf(os.Stdout, `{"id":%d,"ok":false,"error":{"sqlsate":"57014"}}`+"\n", req.ID)
		case how == "numbers":
			fmt.Fprintf(os.Stdout, `{"id":%d,"ok":true,"rows":[[1]]}`+"\n", req.ID)
		case how == "huge":
			fmt.Fprintln(os.Stdout, strings.Repeat("x", 17<<20))
		case how == "closes stdout":
			_ = os.Stdout.Close()
			select {}
		}
	}
	return 0
}

// echo is an instance that answers with what it was asked.
type echo struct{ hello target.Hello }

func (e *echo) Hello() target.Hello {
	return target.Hello{Name: "echo", Capabilities: append(e.hello.Capabilities, target.CapCopy)}
}

func (e *echo) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	switch req.SQL {
	case "panic":
		panic("boom")
	case "hang":
		<-ctx.Done()
		return target.Answer{}, ctx.Err()
	case "unsupported":
		return target.Answer{Unsupported: true, Why: "not here"}, nil
	}
	return target.Answer{OK: target.Bool(true), Rows: target.Rows{{target.Text(req.SQL), nil}}}, nil
}

func (e *echo) Close(context.Context) error { return nil }
