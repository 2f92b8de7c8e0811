package mutant

import "github.com/pgfault/pgfault/harness/target"

// losesSQLState is go-gorm/postgres#335 and pgdog#839: between server and program the code gets lost.
var losesSQLState = Mutant{
	name: "loses-sqlstate", Mistake: "makes an internal error of everything that the server reports",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.SQLState != "" {
			e.SQLState, e.Condition = "XX000", "internal_error"
		}
	}),
}
