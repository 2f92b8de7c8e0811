package fault_test

import (
	"errors"
	"io"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestCutAtByte(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	for offset := 1; offset < 14; offset++ { // of "C", a length, and "SELECT 0" with its zero
		c := connect(t, rig)
		i := rig.Inject(fault.Cut{At: wire.Position{Message: "CommandComplete", Offset: offset}})
		if err := c.Ask("SELECT 1 LIMIT 0"); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(c.Socket)
		if err != nil {
			t.Fatal(err)
		}
		description := int(got[1])<<24 + int(got[2])<<16 + int(got[3])<<8 + int(got[4]) + 1
		if n := len(got) - description; n != offset {
			t.Errorf("%d bytes of the message came, want %d", n, offset)
		}
		fired(t, i, 1)
	}
}

func TestCutNeedsOffset(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	for _, offset := range []int{0, wire.Whole} {
		_, err := rig.Rig().Inject(t.Context(), fault.Cut{At: wire.Position{Message: "DataRow", Offset: offset}})
		var config *fault.ConfigError
		if !errors.As(err, &config) {
			t.Errorf("offset %d: %v", offset, err)
		}
	}
}
