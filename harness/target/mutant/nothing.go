package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

var nothing = Mutant{
	name: "nothing", Mistake: "fails whatever it is asked, and claims nothing", Blunt: true,
	wrap: func(*instance) doer {
		return func(context.Context, target.Request) (target.Answer, error) {
			return target.Answer{OK: target.Bool(false)}, nil
		}
	},
}
