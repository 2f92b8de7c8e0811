package fault_test

import (
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/fault"
)

// The faults of the server are data, too.
func TestServerFaultsAreData(t *testing.T) {
	for _, f := range []fault.Fault{
		fault.CancelBackend{Running: "x"},
		fault.Freeze{Backends: true},
		fault.Crash{Backend: true},
		fault.KillServer{},
		fault.Shutdown{Mode: fault.Smart},
		fault.Restart{Mode: fault.Immediate},
		fault.Starting{},
		fault.Demote{},
		fault.Promote{},
		fault.Setting{Setting: "work_mem", Value: "7MB"},
		fault.Setting{Setting: "hot_standby_feedback", Value: "on", Standby: true},
		fault.FillConnections{},
		fault.FillWAL{},
		fault.DropDatabase{},
		fault.KillPooler{Restart: true},
		fault.PoolerOrder{Order: "pause"},
		fault.ContainerPause{},
		fault.ContainerKill{},
		fault.ContainerDisconnect{},
	} {
		entry, err := fault.Find(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		text, err := yaml.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := entry.Decode(func(v any) error { return yaml.Unmarshal(text, v) })
		if err != nil || got != f {
			t.Errorf("%#v became %#v (%v) by %s", f, got, err, text)
		}
	}
}
