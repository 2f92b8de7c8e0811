package wrap_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/internal/ownserver"
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
			srv := ownserver.Start(t, server)
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
						ownserver.Halt(t.Context(), t, srv, 2*time.Second)
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
