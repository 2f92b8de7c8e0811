// Package native starts PostgreSQL from the binaries installed on this machine: a private cluster in a temporary
// folder, which dies with the process that started it, however that dies.
package native

import (
	"context"
	"strings"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Name is the provider's name.
const Name = "native"

// Provider is the provider of native servers. Its zero value is ready for use.
type Provider struct{}

var (
	_ provide.Provider = Provider{}
	_ provide.Cleaner  = Provider{}
)

// Name is "native".
func (Provider) Name() string { return Name }

// Check looks for binaries of the version wanted, and for a user to run them as.
func (Provider) Check(ctx context.Context, version string) provide.Availability {
	found := installations(ctx)
	availability := provide.Availability{Provider: Name, Versions: versions(found)}
	chosen, err := choose(found, version)
	if err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	if _, err := unprivileged(); err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	availability.OK = true
	availability.Detail = "PostgreSQL " + chosen.version + " in " + chosen.bin
	return availability
}

// choose picks the newest installation of a major version, or the newest of all for "".
func choose(found []installation, version string) (installation, error) {
	for _, candidate := range found {
		if version == "" || provide.Major(candidate.version) == provide.Major(version) {
			return candidate, nil
		}
	}
	if len(found) == 0 {
		return installation{}, &provide.UnavailableError{
			Provider: Name,
			Reason:   "no initdb in PATH, in pg_config --bindir or in the usual places",
			Advice:   "install PostgreSQL (on Debian: apt-get install postgresql)",
		}
	}
	return installation{}, &provide.UnavailableError{
		Provider: Name,
		Reason:   "PostgreSQL " + version + " is not installed, only " + strings.Join(versions(found), ", "),
		Advice:   "install it, or ask for one of these",
	}
}
