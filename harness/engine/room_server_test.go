package engine_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/target/reference"
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
