package verdict

// Program is what is known of a program that was run as it is, by wrap.
type Program struct {
	// Class is what its user suffers, in a word: the gravest where it is several.
	Class string `json:"class"`
	// SQL is the statement that met the fault, as far as it was recorded.
	SQL string `json:"sql,omitempty"`
	// Runs are the run that met the fault, and those after it.
	Runs []ProgramRun `json:"runs,omitempty"`
}

// ProgramRun is a run of a program, and what the database held when it was over.
type ProgramRun struct {
	Exit    int     `json:"exit"`
	Signal  string  `json:"signal,omitempty"`
	Hung    bool    `json:"hung,omitempty"`
	EndedBy string  `json:"ended_by,omitempty"`
	TookMS  float64 `json:"took_ms"`
	// Said is the last line of its output.
	Said string `json:"said,omitempty"`
	// State says how what the database held stands to runs without a fault: as_clean, as_initial, as_twice or other.
	State string `json:"state"`
	// Differs are the tables that differ, with some of the rows.
	Differs []ProgramDifference `json:"differs,omitempty"`
}

// ProgramDifference is how a table differs from what a run without a fault leaves.
type ProgramDifference struct {
	Table   string   `json:"table"`
	Missing int      `json:"missing,omitempty"`
	Extra   int      `json:"extra,omitempty"`
	Doubled int      `json:"doubled,omitempty"`
	Rows    []string `json:"rows,omitempty"`
}
