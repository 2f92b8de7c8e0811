package fault_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
)

// What is done to a whole container: it is frozen, off the network, killed; each time it comes back with all it had.
func TestContainer(t *testing.T) {
	rig := ownRig(t, postgres.Container)
	rig.SQL("CREATE TABLE kept AS SELECT 7 AS v")

	c := connect(t, rig)
	fired(t, rig.Inject(fault.ContainerPause{}), 1)
	silent(t, c)
	rig.Heal()
	if got, err := c.Answers(); err != nil || len(got) != 3 {
		t.Errorf("after the pause: %q, %v", got, err)
	}

	fired(t, rig.Inject(fault.ContainerDisconnect{}), 1)
	farewell(t, c, "")
	unserved(t, rig)
	rig.Heal()
	works(t, rig)

	c = connect(t, rig)
	fired(t, rig.Inject(fault.ContainerKill{}), 1)
	farewell(t, c, "")
	unserved(t, rig)
	rig.Heal()
	works(t, rig)
	if got := rig.SQL("SELECT v FROM kept"); len(got) != 1 || got[0][0] != "7" {
		t.Errorf("got %v", got)
	}

	c = connect(t, rig)
	fired(t, rig.Inject(fault.Restart{Mode: fault.Immediate}), 1)
	if _, err := c.Answers(); err == nil {
		t.Error("the connection survived the restart")
	}
	works(t, rig)
}

// What is not to be harmed is refused, with the reason.
func TestNotToBeHarmed(t *testing.T) {
	shared := harness.Start(t, harness.Config{})
	for _, f := range []fault.Fault{
		fault.Freeze{},
		fault.Crash{},
		fault.KillServer{},
		fault.Shutdown{},
		fault.Restart{},
		fault.Starting{},
		fault.Demote{},
		fault.Promote{},
		fault.Setting{},
		fault.Setting{Standby: true},
		fault.FillConnections{},
		fault.FillWAL{},
		fault.ContainerPause{},
		fault.ContainerKill{},
		fault.ContainerDisconnect{},
	} {
		if ok, reason := f.Available(shared.Rig()); ok || reason == "" {
			t.Errorf("%s: available %v, because %q", f.Name(), ok, reason)
		}
	}
}
