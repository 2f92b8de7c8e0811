package own_test

import (
	"context"

	"github.com/jackc/pgx/v5"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	. "github.com/pgfault/pgfault/suites/matchers"
)

var _ = Describe("an INSERT whose reply is lost", func() {
	var (
		rig  *harness.TestRig
		conn *pgx.Conn
	)

	BeforeEach(func(ctx context.Context) {
		rig = harness.Start(GinkgoT(), harness.Config{})
		rig.SQL("CREATE TABLE payment (amount int)")
		rig.SQL("GRANT ALL ON payment TO PUBLIC")

		cfg, err := pgx.ParseConfig(rig.DSN())
		Expect(err).NotTo(HaveOccurred())
		Expect(pgdiag.Attach(cfg)).Error().NotTo(HaveOccurred())
		conn, err = pgx.ConnectConfig(ctx, cfg)
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(conn.Close)
	})

	It("is unknown to the client, and there once", func(ctx context.Context) {
		rig.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}})

		_, err := conn.Exec(ctx, "INSERT INTO payment VALUES (100)")

		Expect(err).To(And(
			BeDatabaseError(),
			HaveCondition(pgdiag.ConnectionReset),
			HaveOutcome(pgdiag.OutcomeUnknown),
			HaveRetry(pgdiag.RetryVerifyFirst),
			HaveStatus(pgdiag.StatusFaulty),
		))
		Expect(conn).To(HaveStatus(pgdiag.StatusFaulty))
		Expect(rig.SQL("SELECT amount FROM payment")).To(Equal([][]string{{"100"}}))
	})

	It("is known, where the connection was reset before the INSERT was sent", func(ctx context.Context) {
		rig.Inject(fault.Reset{})

		_, err := conn.Exec(ctx, "INSERT INTO payment VALUES (100)")

		Expect(err).To(And(
			HaveCondition(pgdiag.ConnectionReset),
			HaveOutcome(pgdiag.OutcomeNotSent),
			HaveRetry(pgdiag.RetryReconnect),
			HaveStatus(pgdiag.StatusFaulty),
		))
		Expect(rig.SQL("SELECT amount FROM payment")).To(BeEmpty())
	})
})
