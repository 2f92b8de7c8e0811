package engine

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

func TestThoseThatNeedMostFitFirst(t *testing.T) {
	for _, tt := range []struct {
		needs              []int
		repeat, free, want int
	}{
		{[]int{4, 5, 4}, 1, 13, Endless},
		{[]int{4, 5, 4}, 1, 12, 2},
		{[]int{4, 5, 4}, 1, 4, 0},
		{[]int{4, 5, 0}, 1, 9, Endless},
		{[]int{4, 5}, 3, 23, 5},
		{[]int{4}, Endless, 191, 47},
		{nil, 1, 0, Endless},
	} {
		if got := fitting(tt.needs, tt.repeat, tt.free); got != tt.want {
			t.Errorf("%d of %v, each %d times, fit into %d, expected %d", got, tt.needs, tt.repeat, tt.free, tt.want)
		}
	}
}

func TestOpenFilesBoundTheRoom(t *testing.T) {
	for _, tt := range []struct {
		files, runs, want int
	}{{0, 500, 30}, {64, 500, 0}, {150, 500, 2}, {150, 2, 30}, {1 << 20, 500, 30}} {
		room := Room{Fits: 30, Limit: "the server"}.within(tt.files, tt.runs)
		if room.Fits != tt.want || (room.Fits < 30) != strings.Contains(room.Limit, "ulimit -n") {
			t.Errorf("with %d files %d of %d fit (%s), expected %d", tt.files, room.Fits, tt.runs, room.Limit, tt.want)
		}
	}
	if _, err := (Room{Limit: "no places"}).For(0); err == nil || err.Error() != "there is no room for a single scenario: no places" {
		t.Errorf("without any room: %v", err)
	}
}

func TestAScenarioTakesThePlacesOfItsSessions(t *testing.T) {
	sc := scenario.Scenario{Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Do: &scenario.Do{Op: target.OpPoolOpen, Max: 10}},
		{Rig: &scenario.Rig{Session: "a"}},
	}}
	if got := places(sc); got != 12+besides {
		t.Errorf("it takes %d places", got)
	}
	sc.Given.Standby = "first"
	if got := places(sc); got != 0 {
		t.Errorf("with servers of its own it takes %d places", got)
	}
}
