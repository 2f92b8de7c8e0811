// Package matchers holds Gomega matchers for a diagnosis, for anyone to import. Each takes a *pgdiag.Diagnosis, or any
// error: an error is diagnosed first, as pgdiag.Diagnose does it.
//
//	Expect(err).To(HaveCondition(pgdiag.ConnectionReset))
//	Expect(err).To(And(HaveOutcome(pgdiag.OutcomeUnknown), HaveRetry(pgdiag.RetryVerifyFirst)))
package matchers
