package cli

// What the tests call.
var (
	Redact    = redact
	RedactDSN = redactDSN
	ShellLine = shellLine
	Skips     = skips
)
