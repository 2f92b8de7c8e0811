package engine_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// TestARunOfMoreThanThereIsRoomForIsRefused asks for more at a time than the server has places for.
func TestARunOfMoreThanThereIsRoomForIsRefused(t *testing.T) {
	cfg := engine.Config{Scenarios: many(2), Repeat: 1000, Target: reference.New(), Server: server, Parallel: 500}
	report, err := engine.Run(t.Context(), cfg)
	var room *engine.RoomError
	if !errors.As(err, &room) || room.Asked != 500 || room.Fits < 10 || len(report.Results) > 0 || !strings.Contains(err.Error(), "places left") {
		t.Errorf("got %v and %d results", err, len(report.Results))
	}
	cfg.Repeat = 1 // two at a time at the most
	if report, err := engine.Run(t.Context(), cfg); err != nil || len(report.Results) != 2 {
		t.Errorf("got %v and %d results", err, len(report.Results))
	}
}

// TestAScenarioThatIsTooLargeForTheServerIsSkipped runs it beside one that is not; alone it is refused.
func TestAScenarioThatIsTooLargeForTheServerIsSkipped(t *testing.T) {
	large := insert()
	large.ID = "test/large"
	large.Steps = []scenario.Step{{Do: &scenario.Do{Op: target.OpPoolOpen, Pool: "p", Max: 1000}}}
	cfg := engine.Config{Scenarios: []scenario.Scenario{insert(), large}, Target: reference.New(), Server: server}
	report, err := engine.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Results {
		if r.ID == large.ID {
			wantResult(t, r, verdict.Skipped, "it takes 1003 places of the server at a time, and ")
		} else {
			wantResult(t, r, verdict.Pass, "")
		}
	}
	cfg.Scenarios = cfg.Scenarios[1:]
	var room *engine.RoomError
	if _, err := engine.Run(t.Context(), cfg); !errors.As(err, &room) || room.Fits > 0 {
		t.Errorf("alone: %v", err)
	}
}
