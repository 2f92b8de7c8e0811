package pgdiag

// Class is an exception class of PEP 249, as psycopg2 has them. A Class is an error, so that errors.Is(d, DatabaseError)
// holds for every diagnosis whose class is DatabaseError or one derived from it, as "except DatabaseError" does in Python.
type Class string

// The classes of PEP 249, and psycopg2's two further ones (psycopg2.extensions).
const (
	Error                    Class = "Error"
	InterfaceError           Class = "InterfaceError"
	DatabaseError            Class = "DatabaseError"
	DataError                Class = "DataError"
	OperationalError         Class = "OperationalError"
	IntegrityError           Class = "IntegrityError"
	InternalError            Class = "InternalError"
	ProgrammingError         Class = "ProgrammingError"
	NotSupportedError        Class = "NotSupportedError"
	QueryCanceledError       Class = "QueryCanceledError"
	TransactionRollbackError Class = "TransactionRollbackError"
)

// Base is the class that c is derived from; it is empty for Error.
func (c Class) Base() Class {
	switch c {
	case Error, "":
		return ""
	case InterfaceError, DatabaseError:
		return Error
	case QueryCanceledError, TransactionRollbackError:
		return OperationalError
	default:
		return DatabaseError
	}
}

// IsA tells whether c is base or derived from it.
func (c Class) IsA(base Class) bool {
	for ; c != ""; c = c.Base() {
		if c == base {
			return true
		}
	}
	return false
}

// Error makes a Class a target for errors.Is.
func (c Class) Error() string { return string(c) }

// ClassOf is the class that psycopg2 raises for a SQLSTATE. The rule is psycopg2's base_exception_from_sqlstate: by the
// code's class, DatabaseError for what it does not list.
func ClassOf(sqlstate string) Class {
	if len(sqlstate) != 5 {
		return DatabaseError
	}
	switch sqlstate {
	case "57014":
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

// classOfCondition is the class of a condition that no SQLSTATE names: what psycopg2 raises in the same situation, where
// it has it, and otherwise the nearest in meaning.
func classOfCondition(c Condition) Class {
	switch c {
	case ConnectionBusy, ConnectionClosedByOwner, PoolClosed:
		return InterfaceError
	case TransactionClosed, NoRows, TooManyRows, EncodeFailure, BadDSN:
		return ProgrammingError
	case DecodeFailure:
		return DataError
	case CommitRolledBack:
		return TransactionRollbackError
	case CallerCancel, CallerDeadline:
		return QueryCanceledError
	case UnknownFailure:
		return Error
	default:
		return OperationalError
	}
}
