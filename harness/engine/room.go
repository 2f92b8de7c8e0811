package engine

import (
	"context"
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// What is open at a time, in files: the run as such, and at most for a scenario, which has four for each connection through
// its endpoint, and one for each straight to a server.
const (
	runFiles      = 32
	scenarioFiles = 48
)

// besides are the places on the server that a scenario takes beside its sessions: the side channel, the probe, and one that
// is ending.
const besides = 3

// Room is how many scenarios can run at the same time.
type Room struct {
	// Fits is how many that are.
	Fits int
	// Limit says in words what there can't be more for.
	Limit string

	free int // the server's places; a scenario that takes more of them at a time is skipped
}

// RoomError says that more were asked for than there is room for, or that there is none at all.
type RoomError struct {
	Asked int
	Room
}

func (e *RoomError) Error() string {
	if e.Fits == 0 {
		return "there is no room for a single scenario: " + e.Limit
	}
	return fmt.Sprintf("%d at a time are more than there is room for: %s, enough for %d", e.Asked, e.Limit, e.Fits)
}

// FindRoom looks how many of some scenarios can run at the same time, each so often: the server has to have places for their
// sessions, and this process may open so many files. What there is too little of would else be held against who is tested.
func FindRoom(ctx context.Context, srv *postgres.Server, scenarios []scenario.Scenario, repeat int) (Room, error) {
	free, of, err := srv.Places(ctx)
	if err != nil {
		return Room{}, fmt.Errorf("look for room: %w", err)
	}
	needs := make([]int, 0, len(scenarios))
	for _, s := range scenarios {
		needs = append(needs, places(s.For(srv.Major())))
	}
	// Those that don't fit at all are skipped, each with the reason, unless there is no other.
	if least := slices.Min(append(needs, Endless)); least <= free {
		needs = slices.DeleteFunc(needs, func(need int) bool { return need > free })
	}
	room := Room{Fits: fitting(needs, repeat, free), free: free}
	room.Limit = fmt.Sprintf("%s has %d of its %d places left, and one takes up to %d", srv, free, of, slices.Max(append(needs, 0)))
	return room.within(openFiles(), len(scenarios)*max(1, repeat)), nil
}

// within bounds the room for so many runs by how many files may be open; 0 is no limit.
func (r Room) within(files, runs int) Room {
	if files == 0 {
		return r
	}
	if fits := max(0, files-runFiles) / scenarioFiles; fits < min(r.Fits, runs) {
		return Room{free: r.free, Fits: fits, Limit: fmt.Sprintf("%d files may be open (ulimit -n), and it takes %d for one and %d for each more", files, runFiles+scenarioFiles, scenarioFiles)}
	}
	return r
}

// For is how many run at the same time where so many are wanted; 0 means as many as are best, of which there may be fewer.
func (r Room) For(wanted int) (int, error) {
	switch {
	case r.Fits == 0 || wanted > r.Fits:
		return 0, &RoomError{Asked: wanted, Room: r}
	case wanted > 0:
		return wanted, nil
	}
	return min(Parallel(), r.Fits), nil
}

// CheckOpenFiles refuses a process that may not open the files of a single scenario, before anything is started for it.
func CheckOpenFiles() error {
	room := Room{Fits: 1}.within(openFiles(), 1)
	_, err := room.For(1)
	return err
}

// OpenFiles says how many files this process may open, and for how many scenarios at a time that is enough; 0 files are
// without a limit.
func OpenFiles() (files, fits int) {
	files = openFiles()
	return files, max(0, files-runFiles) / scenarioFiles
}

// Endless is more than anybody repeats a scenario, and runs at the same time.
const Endless = 1 << 20

// fitting is how many of those that need so much each fit into what is free, the largest first.
func fitting(needs []int, repeat, free int) int {
	slices.SortFunc(needs, func(a, b int) int { return b - a })
	for i, need := range needs {
		switch {
		case need == 0:
			return Endless
		case free < need*max(1, repeat):
			return i*max(1, repeat) + free/need
		}
		free -= need * max(1, repeat)
	}
	return Endless
}

// places is how many places on the shared server a scenario takes at most: none where it has a server of its own.
func places(s scenario.Scenario) int {
	if ownServer(s) {
		return 0
	}
	sessions := map[string]bool{}
	n := besides
	for _, step := range s.Steps {
		switch {
		case step.Do != nil && step.Do.Op == target.OpPoolOpen:
			n += max(step.Do.Max, 1)
		case step.Do != nil && step.Do.Op == target.OpConnect:
			sessions["do "+step.Do.Session] = true
		case step.Rig != nil:
			sessions["rig "+step.Rig.Session] = true
		}
	}
	return n + len(sessions)
}
