package mutant

// commitSaidDone is ignores-rollback-tag in a library that says nothing but that there was no error: the wire alone knows that
// its COMMIT was answered with ROLLBACK.
var commitSaidDone = Mutant{
	name: "commit-said-done", Mistake: "says nothing but success of a COMMIT that the server answered with ROLLBACK", terse: true,
	wrap: ignoresRollbackTag.wrap,
}
