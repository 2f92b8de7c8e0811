package mutant

import "github.com/pgfault/pgfault/harness/target"

// assumesAborted is every retry loop that has no other case: what was not answered was not done.
var assumesAborted = Mutant{
	name: "assumes-aborted", Mistake: "takes a transaction whose COMMIT was not answered for aborted, and does not ask",
	wrap: resolves(target.ResolvedAborted),
}
