package harness

import (
	"log/slog"

	"github.com/pgfault/pgfault/harness/postgres"
)

// Config says on what server a test runs. Its zero value takes the first that works.
type Config struct {
	// Provider is auto, container, native, or the DSN of a server; empty means what the variable PGFAULT_POSTGRES says,
	// else container where PGFAULT_REQUIRE does, and else auto.
	Provider string
	// Version is the server's major version; empty means what PGFAULT_PG_VERSION says, and else the newest there is.
	Version string
	// Own gives the test a server of its own, which faults may harm. It takes some 60 ms natively, and half a second in
	// a container.
	Own bool
	// Messages is the locale of the server's messages, such as "ko_KR.UTF-8"; empty means C.
	Messages string
	// Logger gets what the server's provider has to say; nil discards it.
	Logger *slog.Logger
}

func (c Config) postgres() (postgres.Config, error) {
	return postgres.Config{
		Provider: c.Provider,
		Version:  c.Version,
		Messages: c.Messages,
		Private:  c.Own,
		Logger:   c.Logger,
	}.OrEnvironment()
}
