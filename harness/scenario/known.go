package scenario

import (
	"maps"
	"slices"

	"github.com/pgfault/pgfault/harness/target"
)

// Ops are the operations that a scenario may ask for, in order.
func Ops() []target.Op { return slices.Sorted(maps.Keys(opNeeds)) }

// Capabilities are those that a scenario may need, as the shim protocol lists them.
func Capabilities() []target.Capability { return slices.Clone(target.Capabilities) }

// ValidID tells whether an id is of the form family/name, in lower case with hyphens.
func ValidID(id string) bool { return idForm.MatchString(id) }
