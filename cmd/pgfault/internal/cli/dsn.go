package cli

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// checkPostgres tells whether --postgres names a provider or holds a DSN in good form. The parser's error is not shown:
// it quotes the DSN.
func checkPostgres(value string) error {
	switch value {
	case "auto", "container", "native":
		return nil
	}
	if !strings.Contains(value, "=") && !strings.Contains(value, "://") {
		return usage("unknown --postgres %q; take auto, container, native, or a DSN as postgres://postgres@127.0.0.1:5432/postgres", value)
	}
	if _, err := pgconn.ParseConfig(value); err != nil {
		why := "it can't be parsed"
		var parse *pgconn.ParseConfigError
		if errors.As(err, &parse) && errors.Unwrap(parse) != nil {
			why = redactDSN(errors.Unwrap(parse).Error())
		}
		return usage("bad DSN in --postgres (%s); it is as postgres://postgres@127.0.0.1:5432/postgres", why)
	}
	return nil
}
