package cli

import (
	"strings"

	"github.com/pgfault/pgfault/harness/postgres"
)

// heedEnvironment takes from the environment what no flag says, and checks what is then to be taken.
func (o *runOptions) heedEnvironment(given func(flag string) bool) (err error) {
	if o.postgres, err = chooseProvider(given("postgres"), o.postgres); err != nil {
		return err
	}
	if given("pg-version") {
		return nil
	}
	environment, err := postgres.Config{}.OrEnvironment()
	if err != nil {
		return usage("%w", err)
	}
	if environment.Version != "" {
		o.pgVersions = strings.Split(environment.Version, ",")
	}
	return nil
}

// chooseProvider gives the provider of a flag, or that of the environment where the flag was not given: flags win.
func chooseProvider(given bool, provider string) (string, error) {
	if given {
		return provider, checkPostgres("--postgres", provider)
	}
	environment, err := postgres.Config{}.OrEnvironment()
	if err != nil {
		return "", usage("%w", err)
	}
	if environment.Provider == "" {
		return provider, nil
	}
	return environment.Provider, checkPostgres(postgres.EnvProvider, environment.Provider)
}
