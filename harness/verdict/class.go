package verdict

import (
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// The conventions of naming PEP 249 classes that a target may declare.
const (
	conventionPsycopg2 = "psycopg2"
	conventionPsycopg3 = "psycopg3"
)

// classAxis is the PEP 249 class. A scenario names it as psycopg2 does; a target is held to the convention it
// declared, and one that declared none is not judged.
func classAxis(hello target.Hello, e scenario.Expect, claim *target.Error) axis {
	a := axis{name: "class", want: e.Class, got: claim.Class}
	switch hello.ClassConvention {
	case conventionPsycopg2:
		for _, w := range e.Class {
			if base := baseOf(w); base != w {
				a.want = append(a.want[:len(a.want):len(a.want)], base)
			}
		}
	case conventionPsycopg3:
		code := claim.SQLState
		if len(e.SQLState) > 0 {
			code = e.SQLState[0]
		}
		a.want = nil
		for _, w := range e.Class {
			a.want = append(a.want, psycopg3Class(w, code))
		}
		if a.got != "" {
			a.got = baseOf(a.got)
		}
	default:
		a.neutral = true
	}
	a.neutral = a.neutral || !hello.Supports(target.CapClass)
	return a
}

// baseOf gives the class of PEP 249 that psycopg2's two extensions derive from; psycopg 3 has no such extensions (its
// QueryCanceled and TransactionRollback stand each for one code).
func baseOf(class string) string {
	switch class {
	case "QueryCanceledError", "TransactionRollbackError":
		return "OperationalError"
	}
	return class
}

// psycopg3Class gives the class that psycopg 3 gives a code to which psycopg2 gives class. They differ in 29 codes.
func psycopg3Class(class, sqlstate string) string {
	switch {
	case sqlstate == "26000", sqlstate == "34000", hasClass(sqlstate, "10", "P0"):
		return "ProgrammingError"
	case hasClass(sqlstate, "2F", "38", "39", "3B", "F0"):
		return "OperationalError"
	}
	return baseOf(class)
}

func hasClass(sqlstate string, classes ...string) bool {
	for _, c := range classes {
		if len(sqlstate) == 5 && strings.HasPrefix(sqlstate, c) {
			return true
		}
	}
	return false
}
