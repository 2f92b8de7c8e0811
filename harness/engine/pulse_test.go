package engine

import (
	"strings"
	"testing"
	"time"
)

func pulseOf(hearts ...*heart) *pulse { return &pulse{hearts: hearts} }

func TestAPulseKnowsWhenItStoodStill(t *testing.T) {
	now := time.Now()
	for name, tt := range map[string]struct {
		p     *pulse
		since time.Time
		want  string
	}{
		"beats": {pulseOf(&heart{last: now}, &heart{last: now}), now.Add(-time.Minute), ""},
		"stands still now": {
			pulseOf(&heart{what: "judge", last: now.Add(-10 * time.Second)}, &heart{last: now}), now.Add(-11 * time.Second), "judge 10",
		},
		"stood still meanwhile": {
			pulseOf(&heart{last: now}, &heart{what: "server", last: now, stops: []stop{{now.Add(-9 * time.Second), now.Add(-5 * time.Second), false}}}), now.Add(-6 * time.Second), "server 4s",
		},
		"stood still before": {
			pulseOf(&heart{last: now}, &heart{last: now, stops: []stop{{now.Add(-9 * time.Second), now.Add(-5 * time.Second), false}}}), now.Add(-4 * time.Second), "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := tt.p.stood(tt.since)
			if (tt.want == "") != (got == "") || !strings.HasPrefix(got, tt.want) {
				t.Errorf("it says %q, expected %q", got, tt.want)
			}
		})
	}
	away := heart{last: now}
	away.fail()
	away.beat(now.Add(beatEvery))
	if got := away.longest(now.Add(-time.Second)); got != beatEvery {
		t.Errorf("it was away for %v, of which it remembers %v", beatEvery, got)
	}
	h := heart{last: now}
	h.beat(now.Add(10 * time.Second))
	h.beat(now.Add(10*time.Second + beatEvery))
	if len(h.stops) != 1 || h.stops[0].to.Sub(h.stops[0].from) != 10*time.Second {
		t.Errorf("it remembers %v", h.stops)
	}
}
