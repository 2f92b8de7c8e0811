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
