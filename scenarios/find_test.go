package scenarios_test

import (
	"testing"

	"github.com/pgfault/pgfault/scenarios"
)

func TestFind(t *testing.T) {
	for selector, want := range map[string]int{
		"network/close-mid-row": 1,
		"commit/reset-b*":       1,
		"*/*":                   len(scenarios.All()),
		"nothing/like-it":       0,
		"[":                     0,
		"":                      0,
	} {
		if got := len(scenarios.Find(selector)); got != want {
			t.Errorf("Find(%q) gives %d scenarios, want %d", selector, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	for selector, want := range map[string]string{
		"network/close-mid-rwo": "network/close-mid-row",
		"deadlok":               "transaction/deadlock",
		"netwrok":               "network",
		"xyzzy":                 "",
	} {
		if got := scenarios.Nearest(selector); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", selector, got, want)
		}
	}
}
