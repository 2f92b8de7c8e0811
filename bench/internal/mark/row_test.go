package mark_test

import (
	"math"
	"testing"

	"github.com/pgfault/pgfault/bench/internal/mark"
)

func TestPromiseIsTheRatioToThePeer(t *testing.T) {
	for name, c := range map[string]struct {
		ours, peer, ratio float64
		most, least       bool
	}{
		"a machine twice as slow":        {ours: 16, peer: 44, ratio: 0.3, most: true, least: false},
		"worse than the peer allows":     {ours: 8, peer: 11, ratio: 0.7, most: false, least: true},
		"no rounds":                      {ours: 8, peer: 22, ratio: math.NaN(), most: true, least: true},
		"the ratio of the rounds counts": {ours: 1, peer: 22, ratio: 0.9, most: false, least: true},
	} {
		most, least := mark.Promises(c.ours, c.peer, c.ratio, 8, 22)
		if most.Broken() == c.most || least.Broken() == c.least {
			t.Errorf("%s: broken %v and %v", name, most.Broken(), least.Broken())
		}
		if want := "≤ 0.364 × peer (8 ms where the peer has 22)"; most.Promise != want {
			t.Errorf("%s: promise is %q, want %q", name, most.Promise, want)
		}
	}
}
