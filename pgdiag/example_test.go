package pgdiag_test

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// A name that is taken is the user's to change, and not a failure.
func ExampleIsUniqueViolation() {
	err := fmt.Errorf("sign up: %w", &pgconn.PgError{Severity: "ERROR", Code: "23505", ConstraintName: "person_email_key"})
	switch {
	case pgdiag.IsUniqueViolation(err, "person_email_key"):
		fmt.Println("there is an account with this address")
	case err != nil:
		fmt.Println("try again later")
	}
	// Output: there is an account with this address
}

// What may be done again, what must be asked for first, and what is over.
func ExampleMayRetry() {
	for _, err := range []error{
		&pgconn.ParseConfigError{},
		fmt.Errorf("transfer: %w", io.ErrUnexpectedEOF),
		&pgdiag.Diagnosis{Condition: "deadlock_detected", Outcome: pgdiag.OutcomeRolledBack, Retry: pgdiag.RetryTransaction},
	} {
		fmt.Println("again:", pgdiag.MayRetry(err), "ask first:", pgdiag.MustVerify(err))
	}
	// Output:
	// again: false ask first: false
	// again: false ask first: true
	// again: true ask first: false
}

// Nothing has reached the server, and so nothing can have been done.
func ExampleNotSent() {
	fmt.Println(pgdiag.NotSent(&pgconn.ParseConfigError{}), pgdiag.NotSent(io.ErrUnexpectedEOF))
	// Output: true false
}

// The server's error is found in the usual way, also where the driver has dropped it and a Tracker has seen it.
func ExampleDiagnosis_As() {
	err := pgdiag.Wrap(&pgconn.PgError{Severity: "ERROR", Code: "42P01", Message: `relation "t" does not exist`})
	var pg *pgconn.PgError
	fmt.Println(errors.As(err, &pg), pg.Code, errors.Is(err, pgdiag.ProgrammingError))
	// Output: true 42P01 true
}

// pgx's own connection, for what database/sql has no word for: COPY, LISTEN, batches.
func ExampleRawConn() {
	db := pgdiag.OpenDB(exampleConfig())
	defer db.Close()
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return // nobody listens at the address of this example
	}
	defer conn.Close()
	err = conn.Raw(func(driverConn any) error {
		pgxConn, ok := pgdiag.RawConn(driverConn)
		if !ok {
			return errors.New("not a connection of pgx's")
		}
		_, err := pgxConn.CopyFrom(ctx, pgx.Identifier{"person"}, []string{"name"}, pgx.CopyFromRows([][]any{{"Ann"}, {"Bob"}}))
		return err
	})
	fmt.Println(err)
}

func exampleConfig() *pgx.ConnConfig {
	cfg, err := pgx.ParseConfig("postgres://127.0.0.1:1/shop?sslmode=disable")
	if err != nil {
		panic(err)
	}
	return cfg
}
