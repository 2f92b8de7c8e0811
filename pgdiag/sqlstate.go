package pgdiag

import (
	"maps"
	"slices"
)

//go:generate go run ./internal/sqlstates

// conditionOfCode names a SQLSTATE: as PostgreSQL's errcodes.txt does, and a code that it does not list by the name of
// the code's class (SQL standard: a subclass that is not known is treated as its class).
func conditionOfCode(code string) Condition {
	if c, ok := conditionByCode[code]; ok {
		return c
	}
	if c, ok := foreignCodes[code]; ok {
		return c
	}
	if len(code) == 5 {
		if c, ok := conditionByCode[code[:2]+"000"]; ok {
			return c
		}
	}
	return UnknownFailure
}

// foreignCodes are codes that no PostgreSQL sends, and a compatible server or a driver does.
var foreignCodes = map[string]Condition{
	"CR000": "serialization_failure", // CockroachDB, before it took 40001
	"08S01": "connection_failure",    // ODBC's communication link failure, which some poolers pass on
}

// SQLStates are the SQLSTATEs that a PostgreSQL of the supported versions lists, in order.
func SQLStates() []string { return slices.Sorted(maps.Keys(conditionByCode)) }
