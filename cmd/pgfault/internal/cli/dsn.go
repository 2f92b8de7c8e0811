package cli

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres"
)

// checkPostgres tells whether what a flag or variable says names a provider, or is a DSN in good form. The parser's error is
// not shown: it quotes the DSN.
func checkPostgres(source, value string) error {
	switch value {
	case "auto", "container", "native":
		return nil
	}
	if !strings.Contains(value, "=") && !strings.Contains(value, "://") {
		return usage("unknown %s %q; take auto, container, native, or a DSN as postgres://postgres@127.0.0.1:5432/postgres", source, value)
	}
	postgres.IgnoreEnvironment() // what is wrong there is not wrong with the DSN
	if _, err := pgconn.ParseConfig(value); err != nil {
		why := "it can't be parsed"
		var parse *pgconn.ParseConfigError
		if errors.As(err, &parse) && errors.Unwrap(parse) != nil {
			why = redactDSN(errors.Unwrap(parse).Error())
		}
		return usage("bad DSN in %s (%s); it is as postgres://postgres@127.0.0.1:5432/postgres", source, why)
	}
	return nil
}
