// Package retry_test shows pgdiag's answers given to the libraries of retries that Go programs use. They are required here
// alone: pgdiag requires none of them.
package retry_test

import (
	"context"
	"fmt"
	"time"

	"github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v5"
	sethvargo "github.com/sethvargo/go-retry"

	"github.com/pgfault/pgfault/pgdiag"
)

// transfer stands for a whole transaction, from BEGIN to COMMIT. It meets a deadlock first, of which nothing stays; and then
// the answer to COMMIT is lost: nobody on this side knows whether the money has moved.
func transfer() func(context.Context) error {
	deadlock := &pgdiag.Diagnosis{Condition: "deadlock_detected", Outcome: pgdiag.OutcomeRolledBack, Retry: pgdiag.RetryTransaction}
	lost := &pgdiag.Diagnosis{Condition: pgdiag.ConnectionReset, Outcome: pgdiag.OutcomeUnknown, Retry: pgdiag.RetryVerifyFirst}
	runs := 0
	return func(context.Context) error {
		if runs++; runs == 1 {
			return fmt.Errorf("run %d: %w", runs, deadlock)
		}
		return fmt.Errorf("run %d: %w", runs, lost)
	}
}

// github.com/cenkalti/backoff tries again unless it is told that an error is permanent.
func Example_backoff() {
	run := transfer()
	ctx := context.Background()
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := run(ctx)
		if err != nil && !pgdiag.MayRetry(err) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}, backoff.WithBackOff(backoff.NewConstantBackOff(time.Millisecond)), backoff.WithMaxTries(5))
	fmt.Println(err, "/ ask the server:", pgdiag.MustVerify(err))
	// Output: run 2: connection_reset / ask the server: true
}

// github.com/avast/retry-go takes MayRetry as it is.
func Example_retryGo() {
	run := transfer()
	ctx := context.Background()
	err := retry.Do(func() error { return run(ctx) },
		retry.Context(ctx), retry.Attempts(5), retry.Delay(time.Millisecond), retry.LastErrorOnly(true), retry.RetryIf(pgdiag.MayRetry))
	fmt.Println(err, "/ ask the server:", pgdiag.MustVerify(err))
	// Output: run 2: connection_reset / ask the server: true
}

// github.com/sethvargo/go-retry tries again only what is marked so.
func Example_goRetry() {
	run := transfer()
	err := sethvargo.Do(context.Background(), sethvargo.WithMaxRetries(4, sethvargo.NewConstant(time.Millisecond)),
		func(ctx context.Context) error {
			err := run(ctx)
			if pgdiag.MayRetry(err) {
				return sethvargo.RetryableError(err)
			}
			return err
		})
	fmt.Println(err, "/ ask the server:", pgdiag.MustVerify(err))
	// Output: run 2: connection_reset / ask the server: true
}
