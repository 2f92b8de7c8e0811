package cli_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
	"github.com/pgfault/pgfault/harness/postgres"
)

// What doctor says is skipped begins with what selects it.
func TestDoctorSkips(t *testing.T) {
	yes := func(provider string) postgres.Availability {
		return postgres.Availability{Provider: provider, OK: true}
	}
	no := func(provider string) postgres.Availability { return postgres.Availability{Provider: provider} }
	for name, c := range map[string]struct {
		available, poolers []postgres.Availability
		taken              string
		root               bool
		want               []string
	}{
		"all is there": {
			[]postgres.Availability{yes(postgres.Container), yes(postgres.Native)}, []postgres.Availability{yes(postgres.Native)}, postgres.Container, false, nil,
		},
		"no pooler": {
			[]postgres.Availability{yes(postgres.Container)},
			[]postgres.Availability{no(postgres.Native), no(postgres.Container)},
			postgres.Container, true,
			[]string{"pooler/*"},
		},
		"no Docker, not root": {
			[]postgres.Availability{no(postgres.Container), yes(postgres.Native)},
			[]postgres.Availability{yes(postgres.Native)},
			postgres.Native, false,
			[]string{"server/container-*", "server/*disk-full*", "go test ./suites/..."},
		},
		"no Docker": {
			[]postgres.Availability{no(postgres.Container), yes(postgres.Native)},
			[]postgres.Availability{yes(postgres.Native)},
			postgres.Native, true,
			[]string{"server/container-*", "go test ./suites/..."},
		},
		"somebody's server": {
			[]postgres.Availability{yes(postgres.Container), yes(postgres.External)},
			[]postgres.Availability{yes(postgres.Native)},
			postgres.External, true,
			[]string{"server/container-*", "what may harm the server"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, line := range cli.Skips(c.available, c.poolers, c.taken, c.root) {
				what, _, _ := strings.Cut(line, ":")
				got = append(got, what)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("skipped are %q; want %q", got, c.want)
			}
		})
	}
}

// A version that no run would find is one that doctor does not find either, whoever asks for it.
func TestDoctorRefusesWhatARunWould(t *testing.T) {
	t.Setenv("PGFAULT_POSTGRES", "native")
	for _, args := range [][]string{{"--pg-version", "99"}, nil} {
		if args == nil {
			t.Setenv("PGFAULT_PG_VERSION", "99")
		}
		run := call("", append([]string{"run", "commit", "--out", t.TempDir()}, args...)...)
		got := call("", append([]string{"doctor"}, args...)...)
		if run.code != 3 || got.code != 3 || !strings.Contains(got.stdout, "asked for    PostgreSQL 99: nothing: native: ") {
			t.Errorf("run gives %d, doctor %d:\n%s%s", run.code, got.code, got.stdout, got.stderr)
		}
	}
}
