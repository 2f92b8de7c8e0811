package pgdiag

import "slices"

// The questions that programs ask most, each a line over the diagnosis: of an error that pgx has returned, one that wraps
// it, or a *Diagnosis. Of a nil error the answer is false.

// MayRetry tells whether what has failed may be done again from its start: a transaction from its BEGIN, or a statement
// outside of one, on a connection that is asked for anew. It is true where it is proven that nothing of it stays, and
// another attempt may go otherwise; false also where nobody can know whether it is done already (see MustVerify), and for
// an error that is not PostgreSQL's. Without a Tracker little is proven, and so it is false of most. It fits as it is where
// a library of retries asks for a func(error) bool.
func MayRetry(err error) bool {
	return err != nil && mayRetry(Diagnose(err).Retry)
}

// mayRetry tells whether an advice is to do something again.
func mayRetry(r Retry) bool {
	switch r {
	case RetryStatement, RetryTransaction, RetryReconnect, RetryWait:
		return true
	}
	return false
}

// MustVerify tells whether the server has to be asked what became of the write before anything is done again: Resolve asks
// it, and InTx does it all.
func MustVerify(err error) bool { return err != nil && Diagnose(err).Retry == RetryVerifyFirst }

// NotSent tells whether it is proven that nothing of the call has reached the server. False is no proof that it has.
func NotSent(err error) bool { return err != nil && Diagnose(err).Outcome == OutcomeNotSent }

// IsUniqueViolation tells whether the server has refused a duplicate key; where constraints are named, by one of them. (The
// name of a unique index is a constraint's here.)
func IsUniqueViolation(err error, constraints ...string) bool {
	return violates(err, "23505", constraints, Diagnostics.constraint)
}

// IsForeignKeyViolation tells whether the server has refused a row for one that it refers to, or that refers to it; where
// constraints are named, by one of them.
func IsForeignKeyViolation(err error, constraints ...string) bool {
	return violates(err, "23503", constraints, Diagnostics.constraint)
}

// IsCheckViolation tells whether a row does not meet a CHECK; where constraints are named, one of them.
func IsCheckViolation(err error, constraints ...string) bool {
	return violates(err, "23514", constraints, Diagnostics.constraint)
}

// IsExclusionViolation tells whether a row conflicts with another one by an EXCLUDE; where constraints are named, by one of
// them.
func IsExclusionViolation(err error, constraints ...string) bool {
	return violates(err, "23P01", constraints, Diagnostics.constraint)
}

// IsNotNullViolation tells whether a value is null that must not be; where columns are named, that of one of them. (The
// server tells the column, and not the constraint.)
func IsNotNullViolation(err error, columns ...string) bool {
	return violates(err, "23502", columns, Diagnostics.column)
}

// violates tells whether one of the errors in err is the server's refusal by this code, and by one of the names.
func violates(err error, code string, names []string, name func(Diagnostics) string) bool {
	if err == nil {
		return false
	}
	for _, b := range branches(err) {
		d := Diagnose(b)
		if d.SQLState == code && (len(names) == 0 || slices.Contains(names, name(d.Diagnostics()))) {
			return true
		}
	}
	return false
}

func (d Diagnostics) constraint() string { return d.ConstraintName }

func (d Diagnostics) column() string { return d.ColumnName }
