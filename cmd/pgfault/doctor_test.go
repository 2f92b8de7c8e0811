package main_test

import (
	"slices"
	"strings"
	"testing"

	pgfault "github.com/pgfault/pgfault/cmd/pgfault"
	"github.com/pgfault/pgfault/harness/postgres"
)

// What doctor says is skipped begins with what selects it.
func TestDoctorSkips(t *testing.T) {
	yes := func(provider string) postgres.Availability { return postgres.Availability{Provider: provider, OK: true} }
	no := func(provider string) postgres.Availability { return postgres.Availability{Provider: provider} }
	for name, c := range map[string]struct {
		available, poolers []postgres.Availability
		taken              string
		want               []string
	}{
		"all is there": {
			[]postgres.Availability{yes(postgres.Container), yes(postgres.Native)}, []postgres.Availability{yes(postgres.Native)}, postgres.Container, nil,
		},
		"no pooler": {
			[]postgres.Availability{yes(postgres.Container)}, []postgres.Availability{no(postgres.Native), no(postgres.Container)}, postgres.Container,
			[]string{"pooler/*"},
		},
		"no Docker": {
			[]postgres.Availability{no(postgres.Container), yes(postgres.Native)}, []postgres.Availability{yes(postgres.Native)}, postgres.Native,
			[]string{"server/container-*", "go test ./suites/..."},
		},
		"somebody's server": {
			[]postgres.Availability{yes(postgres.Container), yes(postgres.External)}, []postgres.Availability{yes(postgres.Native)}, postgres.External,
			[]string{"server/container-*", "what may harm the server"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, line := range pgfault.Skips(c.available, c.poolers, c.taken) {
				what, _, _ := strings.Cut(line, ":")
				if what != "server/*disk-full*" { // A normal user's.
					got = append(got, what)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("skipped are %q; want %q", got, c.want)
			}
		})
	}
}
