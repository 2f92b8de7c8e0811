package proxy_test

import (
	"errors"
	"io"
	"net"
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// The seed decides which connections a toxic acts on, of those that were there before it and of those that come.
func TestSeedChoosesConnections(t *testing.T) {
	one := chosen(t, 1)
	if !slices.Contains(one, true) || !slices.Contains(one, false) {
		t.Errorf("a toxicity of 0.5 acts on all or none: %v", one)
	}
	if again := chosen(t, 1); !slices.Equal(one, again) {
		t.Errorf("the same seed chose\n%v and\n%v", one, again)
	}
	if other := chosen(t, 2); slices.Equal(one, other) {
		t.Errorf("another seed chose the same: %v", one)
	}
}

// chosen tells of each connection whether a toxic that lets nothing through acted on it. Half of them come before it.
func chosen(t *testing.T, seed int64) (acted []bool) {
	t.Helper()
	const half = 20
	e := endpoint(t, server(t, echo))
	early := make([]net.Conn, half)
	for i := range early {
		early[i] = dial(t, e)
		ping(t, early[i]) // It has its place in the order, before the next one comes.
	}
	toxic := fault.Toxic{
		Name: "nothing", Type: "limit_data", Stream: wire.Downstream, Toxicity: 0.5, Seed: seed, Attributes: map[string]any{"bytes": 0},
	}
	if err := e.Toxics().Add(t.Context(), toxic); err != nil {
		t.Fatal(err)
	}
	for _, c := range early {
		acted = append(acted, deaf(t, c))
	}
	for range half {
		acted = append(acted, deaf(t, dial(t, e)))
	}
	return acted
}

// deaf tells whether the connection ends where an echo should come.
func deaf(t *testing.T, c net.Conn) bool {
	t.Helper()
	if _, err := c.Write([]byte("ping")); err != nil {
		t.Fatal(err)
	}
	_, err := io.ReadFull(c, make([]byte, 4))
	if err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return err != nil
}
