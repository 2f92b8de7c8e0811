package fault

import "errors"

// Toxicity is the share of an endpoint's connections that a toxic acts on: 0.25 is every fourth, as the seed throws its dice.
// The zero value is that nothing is said of it, and means all. A share of nothing can't be said, since a fault that acts on
// no connection never fires: where it is written down, as in YAML, it is refused.
type Toxicity float32

// errToxicity says what it may be.
var errToxicity = errors.New("toxicity is a share of the connections, more than 0 and at most 1: with 0 it would act on none and never fire; " +
	"leave it out for all of them")

// Validate checks a toxicity that was written down.
func (t Toxicity) Validate() error {
	if t > 0 && t <= 1 {
		return nil
	}
	return errToxicity
}
