package docs_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

// TestConversationsAreHeld asks the reference what the lines with ">" ask, and holds its answers against those with "<". A line
// that is asked right after another is asked while that one runs.
func TestConversationsAreHeld(t *testing.T) {
	for _, b := range of(t, kindShim) {
		t.Run(b.String(), func(t *testing.T) { b.hold(t) })
	}
}

func (b block) hold(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	rig := harness.Start(t, harness.Config{})
	ask, answers := serve(ctx, t)
	got := map[float64]string{}
	running := false
	for line := range strings.Lines(b.text) {
		line = strings.TrimSpace(line)
		switch line[:2] {
		case "> ":
			if running {
				awaitSleep(rig)
			}
			if _, err := io.WriteString(ask, strings.Replace(line[2:], "postgres://"+elided, rig.DSN(), 1)+"\n"); err != nil {
				t.Fatal(err)
			}
			running = true
		case "< ":
			id := number(t, line[2:])
			for got[id] == "" {
				if !answers.Scan() {
					t.Fatalf("%s: no answer to request %v", b, id)
				}
				got[number(t, answers.Text())] = answers.Text()
			}
			if why := differs(t, line[2:], got[id]); why != "" {
				t.Errorf("%s: %s\n shown %s\nanswer %s", b, why, line[2:], got[id])
			}
			running = false
		default:
			t.Errorf("%s: who says %q?", b, line)
		}
	}
}

// serve gives both ends of a reference that is a shim in this process; it ends with the test.
func serve(ctx context.Context, t *testing.T) (io.Writer, *bufio.Scanner) {
	t.Helper()
	inst, err := reference.New().Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	in, ask := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- target.Serve(ctx, in, out, inst) }()
	t.Cleanup(func() {
		_ = ask.Close()
		_ = answers.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return ask, bufio.NewScanner(answers)
}

// awaitSleep waits until the server does what it was asked, so that there is something to cancel.
func awaitSleep(rig *harness.TestRig) {
	rig.SQL(`DO $$ BEGIN
		WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database() AND pid <> pg_backend_pid()) LOOP
			PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
		END LOOP;
	END $$`)
}

func number(t *testing.T, line string) float64 {
	t.Helper()
	var a struct{ ID float64 }
	if err := json.Unmarshal([]byte(line), &a); err != nil {
		t.Fatalf("%q is no JSON: %v", line, err)
	}
	return a.ID
}

// own are the fields that a client has its own values for.
var own = map[string]bool{"name": true, "version": true, "capabilities": true, "message": true}

// differs says which field that is shown has another value; more may be answered than is shown.
func differs(t *testing.T, shown, answer string) string {
	t.Helper()
	var want, got map[string]any
	for text, into := range map[string]*map[string]any{shown: &want, answer: &got} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return fmt.Sprintf("%q is no JSON: %v", text, err)
		}
	}
	for field, value := range want {
		inner, is := value.(map[string]any)
		switch has, ok := got[field]; {
		case !ok:
			return "no answer has " + field
		case is:
			a, _ := json.Marshal(inner)
			b, _ := json.Marshal(has)
			if why := differs(t, string(a), string(b)); why != "" {
				return why
			}
		case !own[field] && !reflect.DeepEqual(value, has):
			return fmt.Sprintf("%s is %v", field, has)
		}
	}
	return ""
}
