package target

// Report is a claim that a target speaks of. What it speaks of decides only whether its silence is held against it: what is
// said is always judged.
type Report string

// The claims, by the names of the fields that carry them. ReportFaulty is of a target that tells a connection which it has
// closed itself from one that broke: for others closed and faulty mean the same.
const (
	ReportStatus      Report = "status"
	ReportTx          Report = "tx"
	ReportFaulty      Report = "faulty"
	ReportSQLState    Report = "sqlstate"
	ReportClass       Report = "class"
	ReportCondition   Report = "condition"
	ReportOrigin      Report = "origin"
	ReportScope       Report = "scope"
	ReportOutcome     Report = "outcome"
	ReportRetry       Report = "retry"
	ReportFirst       Report = "first"
	ReportDiagnostics Report = "diagnostics"
	ReportTimeout     Report = "timeout"
	ReportDisconnect  Report = "disconnect"
	ReportTransient   Report = "transient"
	ReportSafeToRetry Report = "safe_to_retry"
)

// Reports are all that there are.
var Reports = []Report{
	ReportStatus, ReportTx, ReportFaulty, ReportSQLState, ReportClass, ReportCondition, ReportOrigin, ReportScope, ReportOutcome,
	ReportRetry, ReportFirst, ReportDiagnostics, ReportTimeout, ReportDisconnect, ReportTransient, ReportSafeToRetry,
}

// Speaks tells whether a target says that it speaks of a claim. One that declares no reports is taken by its capabilities:
// CapStatus speaks of status and tx, CapClass of the class.
func (h Hello) Speaks(of Report) bool {
	if h.Reports != nil {
		return has(h.Reports, of)
	}
	switch of {
	case ReportStatus, ReportTx:
		return h.Supports(CapStatus)
	case ReportClass:
		return h.Supports(CapClass)
	}
	return false
}

// SpeaksOfAll tells whether a target says that it speaks in all our words: then it is held to what a scenario expects in full.
// The booleans are no words of ours: a target that says the rest says more than they do.
func (h Hello) SpeaksOfAll() bool {
	for _, of := range []Report{
		ReportStatus, ReportTx, ReportFaulty, ReportSQLState, ReportClass, ReportCondition, ReportOrigin, ReportScope, ReportOutcome,
		ReportRetry, ReportFirst,
	} {
		if !h.Speaks(of) {
			return false
		}
	}
	return true
}

// ours are the targets of this repository by name, of those that do not speak of all.
var ours = []string{"pgx", "pgx-stdlib"}

// Ours tells whether a target is one of this repository's, which is known to do what the scenarios wait for.
func (h Hello) Ours() bool { return h.SpeaksOfAll() || has(ours, h.Name) }
