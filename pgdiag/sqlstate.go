package pgdiag

import (
	"maps"
	"slices"
)

//go:generate go run ./internal/sqlstates

// conditionOfCode names a SQLSTATE: as PostgreSQL's errcodes.txt does, and a code that it does not list by the name of
// the code's class (SQL standard: a subclass that is not known is treated as its class).
func conditionOfCode(code string) Condition {
	if c := conditions.find(code); c != "" {
		return c
	}
	if len(code) == 5 {
		if c := conditions.find(code[:2] + "000"); c != "" {
			return c
		}
	}
	return UnknownFailure
}

// conditions finds the names of all codes.
var conditions = tabulate(conditionByCode, foreignCodes)

// codeTable finds conditions by their code. Each diagnosis of a server's error looks one up, and a map takes a tenth of it.
type codeTable [1024]struct {
	code      uint64 // as packed gives it; 0 where nothing is
	condition Condition
}

func tabulate(codes ...map[string]Condition) *codeTable {
	var t codeTable
	for _, m := range codes {
		for code, condition := range m {
			i := slot(packed(code))
			for t[i].code != 0 {
				i = (i + 1) % len(t)
			}
			t[i].code, t[i].condition = packed(code), condition
		}
	}
	return &t
}

// find gives the condition of a code, and nothing where the table has none.
func (t *codeTable) find(code string) Condition {
	if len(code) != 5 {
		return ""
	}
	key := packed(code)
	for i := slot(key); t[i].code != 0; i = (i + 1) % len(t) {
		if t[i].code == key {
			return t[i].condition
		}
	}
	return ""
}

// packed is a code of five bytes as a number; it has a bit of its own, so that none is 0.
func packed(code string) uint64 {
	_ = code[4]
	return 1<<40 | uint64(code[0])<<32 | uint64(code[1])<<24 | uint64(code[2])<<16 | uint64(code[3])<<8 | uint64(code[4])
}

// slot is where the search for a code begins: the top ten bits of Fibonacci hashing.
func slot(key uint64) int { return int(key * 0x9E3779B97F4A7C15 >> 54) }

// foreignCodes are codes that no PostgreSQL sends, and a compatible server or a driver does.
var foreignCodes = map[string]Condition{
	"CR000": "serialization_failure", // CockroachDB, before it took 40001
	"08S01": "connection_failure",    // ODBC's communication link failure, which some poolers pass on
}

// SQLStates are the SQLSTATEs that a PostgreSQL of the supported versions lists, in order.
func SQLStates() []string { return slices.Sorted(maps.Keys(conditionByCode)) }
