package target_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

func start(t *testing.T, tgt target.Target) target.Instance {
	t.Helper()
	inst, err := tgt.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = inst.Close(context.WithoutCancel(t.Context())) })
	return inst
}

func ask(t *testing.T, inst target.Instance, sql string, patience time.Duration) (target.Answer, error) {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(t.Context(), patience, errors.New("the test's patience"))
	defer cancel()
	return inst.Do(ctx, target.Request{Op: target.OpQuery, Session: "a", SQL: sql})
}

func TestAnInstanceSaysWhatABrokenShimDid(t *testing.T) {
	tests := []struct {
		how  string
		is   error
		want string
	}{
		{"dies", target.ErrDied, `exit status 3), last on stderr: "one\ntwo\nout of cheese"`},
		{"silent", target.ErrDeadline, "the test's patience"},
		{"garbage", target.ErrProtocol, `no JSON object: "Traceback (most recent \x1b[31mcall last)"`},
		{"wrong id", target.ErrProtocol, "does not wait for an answer"},
		{"no id", target.ErrProtocol, `without "id"`},
		{"misspelled", target.ErrProtocol, `the field error."sqlsate", which is unknown; did it mean sqlstate?`},
		{"numbers", target.ErrProtocol, "values must be text or null"},
		{"huge", target.ErrProtocol, `a line of more than 16777216 bytes: "xxxxxxxx`},
		{"closes stdout", target.ErrDied, "closed its stdout"},
	}
	for _, tt := range tests {
		t.Run(tt.how, func(t *testing.T) {
			t.Parallel()
			inst := start(t, shim(t, tt.how))
			patience := 10 * time.Second
			if errors.Is(tt.is, target.ErrDeadline) {
				patience = 50 * time.Millisecond
			}
			_, err := ask(t, inst, "SELECT 1", patience)
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("want %v with %q, got: %v", tt.is, tt.want, err)
			}
			if _, again := ask(t, inst, "SELECT 1", patience); !errors.Is(again, tt.is) {
				t.Fatalf("the instance forgot that it is broken: %v", again)
			}
		})
	}
}

func TestStartSaysWhyAShimIsNone(t *testing.T) {
	tests := []struct {
		name string
		give target.Shim
		is   error
		want string
	}{
		{"cat", target.Shim{Argv: []string{"cat"}}, target.ErrProtocol, `without "ok": "{\"id\":1,\"op\":\"hello\"`},
		{"silent", target.Shim{Argv: []string{"sleep", "60"}, HelloTimeout: 50 * time.Millisecond}, target.ErrDeadline, "the limit for hello is 50ms"},
		{"true", target.Shim{Argv: []string{"true"}}, target.ErrDied, "exit status 0"},
		{"echo", target.Shim{Argv: []string{"echo", "hi"}}, target.ErrProtocol, `no JSON object: "hi"`},
		{"none", target.Shim{}, nil, "no command"},
		{"missing", target.Shim{Argv: []string{"/nonexistent/shim"}}, os.ErrNotExist, "start shim shim"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.give.Start(t.Context())
			if err == nil || (tt.is != nil && !errors.Is(err, tt.is)) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("want %v with %q, got: %v", tt.is, tt.want, err)
			}
		})
	}
}

func TestAShimThatAlwaysSaysOKIsBelievedHere(t *testing.T) {
	inst := start(t, shim(t, "always ok"))
	if a, err := ask(t, inst, "SELECT 1", time.Second*5); err != nil || !a.Succeeded() {
		t.Fatalf("%+v, %v", a, err)
	}
}

func TestByeIsBounded(t *testing.T) {
	inst := start(t, shim(t, "deaf to bye"))
	begin := time.Now()
	if err := inst.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > target.ByeTimeout+2*time.Second {
		t.Fatalf("bye took %s", took)
	}
	if _, err := ask(t, inst, "SELECT 1", time.Second); !errors.Is(err, target.ErrClosed) {
		t.Fatalf("want ErrClosed, got %v", err)
	}
}

func TestWhatAShimStartedDiesWithIt(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	script := `sleep 60 & echo $! > "$0"; read line; echo '{"id":1,"ok":true,"name":"parent"}'; read line; exit 0`
	inst := start(t, target.Shim{Argv: []string{"sh", "-c", script, pidFile}})
	text, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := inst.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The orphan is reaped by someone else: it is gone, or a zombie.
	deadline, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	poll := time.NewTicker(2 * time.Millisecond)
	defer poll.Stop()
	for !gone(pid) {
		select {
		case <-poll.C:
		case <-deadline.Done():
			t.Fatalf("process %d outlived the shim that started it", pid)
		}
	}
}

func gone(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || strings.Contains(string(stat), ") Z ")
}

// TestAShimSeesNothingOfWhatIsSetForLibpq reads the environment of a shim that says it in its hello.
func TestAShimSeesNothingOfWhatIsSetForLibpq(t *testing.T) {
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".postgresql"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	t.Setenv("PGOPTIONS", "-c statement_timeout=50")
	t.Setenv("PGPASSWORD", "secret")
	t.Setenv("PGFAULT_ITS_OWN", "kept")
	script := `read line; if test -e "$HOME/.postgresql"; then home=has; else home=none; fi
printf '{"id":1,"ok":true,"version":"%s|%s|%s|%s","homepage":"%s"}\n' "$PGOPTIONS" "$PGPASSWORD" "$PGFAULT_ITS_OWN" "$home" "$HOME"; read line`
	inst := start(t, target.Exec("/bin/sh", "-c", script))
	if got, want := inst.Hello().Version, "||kept|none"; got != want {
		t.Errorf("the shim saw %q, expected %q", got, want)
	}
	if err := inst.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if made := inst.Hello().Homepage; made == home {
		t.Error("the shim was given the home folder with certificates")
	} else if _, err := os.Stat(made); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the home folder that was made for it is left: %v", err)
	}
}

func TestAHelloThatMeansNothingIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ give, want string }{
		"capability":       {`"capabilities":["tx","statuss"]`, `capability "statuss", which is unknown; did it mean status?`},
		"twice":            {`"capabilities":["tx","tx"]`, `capability "tx" twice`},
		"field":            {`"capabilites":["tx"]`, `the field "capabilites", which is unknown; did it mean capabilities?`},
		"protocol":         {`"protocol":2`, "it speaks protocol 2, and here protocol 1 is spoken"},
		"class convention": {`"class_convention":"psycopg"`, `class_convention "psycopg", which is unknown; did it mean psycopg2?`},
		"all is known":     {`"protocol":1,"class_convention":"psycopg3","capabilities":["tx","status"],"x_note":"mine"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inst, err := target.Exec("/bin/sh", "-c", `read line; echo '{"id":1,"ok":true,`+tt.give+`}'; read line`).Start(t.Context())
			if err == nil {
				_ = inst.Close(t.Context())
			}
			if (tt.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, expected %q", err, tt.want)
			}
		})
	}
}
