package main

// What the tests call; Execute runs the whole program but the process.
var (
	Execute   = execute
	RedactDSN = redactDSN
	ShellLine = shellLine
	Skips     = skips
)
