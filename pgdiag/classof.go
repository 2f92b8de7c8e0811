package pgdiag

// Convention is a library's way to assign the classes of PEP 249.
type Convention string

// The conventions. A Diagnosis follows Psycopg2.
const (
	Psycopg2 Convention = "psycopg2"
	Psycopg3 Convention = "psycopg3"
)

// ClassOf is the class that psycopg2 or psycopg 3 raises for a SQLSTATE, listed or not. psycopg2 goes by the code's class
// alone, and says DatabaseError for what it does not know. psycopg 3 differs in the classes of 29 codes:
//
//	class                              psycopg2                  psycopg 3
//	10 (XQuery)                        DatabaseError             ProgrammingError
//	26, 34 (statement, cursor name)    OperationalError          ProgrammingError
//	2F, 38, 39, 3B, F                  InternalError             OperationalError
//	P0 (PL/pgSQL, RAISE)               InternalError             ProgrammingError
//
// and has no TransactionRollbackError and QueryCanceledError as bases: their codes are OperationalErrors.
func ClassOf(sqlstate string, convention Convention) Class {
	c := classByPrefix(sqlstate)
	if convention != Psycopg3 || len(sqlstate) != 5 {
		return c
	}
	switch sqlstate[:2] {
	case "10", "26", "34", "P0":
		return ProgrammingError
	case "2F", "38", "39", "3B":
		return OperationalError
	case "53", "54", "55", "57", "58":
	default:
		switch sqlstate[0] {
		case '5':
			return DatabaseError // psycopg2 goes by the 5 alone
		case 'F':
			return OperationalError
		}
	}
	if c == TransactionRollbackError || c == QueryCanceledError {
		return OperationalError
	}
	return c
}

// classByPrefix is psycopg2's rule.
func classByPrefix(sqlstate string) Class {
	if len(sqlstate) != 5 {
		return DatabaseError
	}
	if sqlstate == "57014" {
		return QueryCanceledError
	}
	switch sqlstate[:2] {
	case "08", "26", "27", "28", "34", "53", "54", "55", "57", "58":
		return OperationalError
	case "0A":
		return NotSupportedError
	case "20", "21", "3D", "3F", "42", "44":
		return ProgrammingError
	case "22":
		return DataError
	case "23":
		return IntegrityError
	case "24", "25", "2B", "2D", "2F", "38", "39", "3B":
		return InternalError
	case "40":
		return TransactionRollbackError
	}
	switch sqlstate[0] {
	case '5', 'H':
		return OperationalError
	case 'F', 'P', 'X':
		return InternalError
	}
	return DatabaseError
}
