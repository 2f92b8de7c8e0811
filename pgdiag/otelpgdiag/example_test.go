package otelpgdiag_test

import (
	"context"
	"log"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/pgdiag/otelpgdiag"
)

// A pool whose calls are told to OpenTelemetry's global providers.
func ExampleAttach() {
	cfg, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := pgdiag.Attach(cfg.ConnConfig); err != nil {
		log.Fatal(err)
	}
	if err := otelpgdiag.Attach(cfg.ConnConfig, otelpgdiag.Config{}); err != nil {
		log.Fatal(err)
	}
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
}
