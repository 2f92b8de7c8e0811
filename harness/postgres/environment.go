package postgres

import (
	"cmp"
	"fmt"
	"os"
)

// The variables that say which server is taken, where neither a flag nor a field of a Config does.
const (
	// EnvProvider holds what Config.Provider may hold.
	EnvProvider = "PGFAULT_POSTGRES"
	// EnvVersion holds a major version; for pgfault run, several, as 15,17.
	EnvVersion = "PGFAULT_PG_VERSION"
	// EnvRequire is empty, or Container: then nothing is taken in the place of a container, and tests that need one and
	// can't have it fail, which are skipped else.
	EnvRequire = "PGFAULT_REQUIRE"
)

// OrEnvironment fills what is left open with what the environment says of it. An error names the variable that has a value
// it can't have.
func (c Config) OrEnvironment() (Config, error) {
	required := os.Getenv(EnvRequire)
	if required != "" && required != Container {
		return c, fmt.Errorf("unknown %s %q; take container, or leave it empty", EnvRequire, required)
	}
	c.Provider = cmp.Or(c.Provider, os.Getenv(EnvProvider), required)
	c.Version = cmp.Or(c.Version, os.Getenv(EnvVersion))
	return c, nil
}
