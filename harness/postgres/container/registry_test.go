package container_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/container"
)

func TestImagesHaveTheNamesOfTheRegistryThatIsNamed(t *testing.T) {
	for _, c := range []struct {
		registry, name string
		want           []string
	}{
		{"", "postgres:18", []string{"postgres:18"}},
		{"", "edoburu/pgbouncer:latest", []string{"edoburu/pgbouncer:latest"}},
		{"127.0.0.1:5000", "postgres:18", []string{"127.0.0.1:5000/postgres:18", "127.0.0.1:5000/library/postgres:18"}},
		{"mirror.example/hub/", "postgres:18", []string{"mirror.example/hub/postgres:18", "mirror.example/hub/library/postgres:18"}},
		{"mirror.example", "edoburu/pgbouncer:latest", []string{"mirror.example/edoburu/pgbouncer:latest", "mirror.example/pgbouncer:latest"}},
	} {
		t.Setenv("PGFAULT_REGISTRY", c.registry)
		if got := container.Candidates(c.name); !slices.Equal(got, c.want) {
			t.Errorf("%s in %q may be %v, want %v", c.name, c.registry, got, c.want)
		}
	}
}

func TestAnImageIsKnownByItsName(t *testing.T) {
	for _, c := range []struct {
		registry, tag, version string // No version: it is not known.
		rank                   int
	}{
		{"", "pgfault/postgres:15", "15", 2},
		{"", "postgres:15-pgfault", "15", 3},
		{"", "postgres:15", "15", 4},
		{"", "postgres:15.4-alpine3.20", "15.4", 4},
		{"", "postgres:latest", "", 0},
		{"", "mirror.example/postgres:15", "", 0},
		{"", "somebody/postgres:15", "", 0},
		{"mirror.example", "mirror.example/postgres:15-pgfault", "15", 0},
		{"mirror.example", "mirror.example/postgres:15", "15", 1},
		{"mirror.example/", "mirror.example/library/postgres:15-alpine", "15", 1},
		{"mirror.example", "mirror.example/somebody/postgres:15", "", 0},
		{"mirror.example", "pgfault/postgres:15", "15", 2},
	} {
		t.Setenv("PGFAULT_REGISTRY", c.registry)
		version, rank, ok := container.Known(c.tag)
		if ok != (c.version != "") || version != c.version || rank != c.rank {
			t.Errorf("%s beside %q is of version %q and rank %d, want %q and %d", c.tag, c.registry, version, rank, c.version, c.rank)
		}
	}
}
