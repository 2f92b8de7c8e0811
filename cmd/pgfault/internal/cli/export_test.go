package cli

// What the tests call.
var (
	RedactDSN = redactDSN
	ShellLine = shellLine
	Skips     = skips
)
