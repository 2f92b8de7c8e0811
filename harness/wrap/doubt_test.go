package wrap_test

import (
	"context"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// Who hangs while the server stands still is run once more; where that can't be, nothing is known of it.
func TestAHangWhileTheServerStoodStillIsRunOnceMore(t *testing.T) {
	for _, test := range []struct {
		name    string
		ended   bool // the run, by the one who called it, while the point was run
		outcome verdict.Outcome
	}{
		{"once more", false, verdict.Fail},
		{"not again", true, verdict.Unknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if server.Provider() == postgres.External {
				t.Skip("a server of the test's own can't be had of a DSN")
			}
			srv, err := postgres.Start(t.Context(), postgres.Config{Provider: server.Provider(), Private: true})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := srv.Close(context.WithoutCancel(t.Context())); err != nil {
					t.Error(err)
				}
			})
			cfg := program("patient")
			cfg.Server, cfg.Point = srv, "silence:before:COMMIT:1"
			w := learned(t, cfg)
			stop := make(chan struct{})
			var told []verdict.Result
			started := 0
			if _, err := w.Run(t.Context(), wrap.Watch{
				Stop: stop,
				OnStart: func(string) {
					if started++; started == 1 {
						halt(t, srv, 2*time.Second)
					}
					if test.ended {
						close(stop)
					}
				},
				OnResult: func(r verdict.Result) { told = append(told, r) },
			}); err != nil {
				t.Fatal(err)
			}
			if started != 1 || len(told) != 1 {
				t.Fatalf("it was begun %d times, and told as %v, expected that nobody sees the second", started, told)
			}
			if r := told[0]; r.Outcome != test.outcome || strings.Contains(r.Reason, "the server did not answer the judge for") != test.ended {
				t.Errorf("it is %s: %s, expected %s", r.Outcome, r.Reason, test.outcome)
			}
		})
	}
}

// halt lets a server stand still for a while: all its processes.
func halt(t *testing.T, srv *postgres.Server, d time.Duration) {
	control, why := srv.Control()
	if why != "" {
		t.Error(why)
		return
	}
	pids, err := control.Processes(t.Context())
	if err != nil {
		t.Error(err)
		return
	}
	if err := control.Signal(t.Context(), syscall.SIGSTOP, pids...); err != nil {
		t.Error(err)
	}
	time.AfterFunc(d, func() {
		if err := control.Signal(context.WithoutCancel(t.Context()), syscall.SIGCONT, pids...); err != nil {
			t.Error(err)
		}
	})
}
