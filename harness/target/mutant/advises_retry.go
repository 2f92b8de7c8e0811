package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// advisesRetry is stackrox#4716 and cyoda-go#486: every error is transient.
var advisesRetry = Mutant{
	name: "advises-retry", Mistake: "advises of every error to run the statement again",
	wrap: lies(func(_ *target.Answer, e *target.Error) { e.Retry = pgdiag.RetryStatement }),
}
