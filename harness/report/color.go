package report

import "github.com/pgfault/pgfault/harness/verdict"

// The colours are the terminal's own (ECMA-48 SGR), so that they fit its theme.
const (
	sgrReset  = "\x1b[0m"
	sgrRed    = "\x1b[31m"
	sgrGreen  = "\x1b[32m"
	sgrYellow = "\x1b[33m"
	sgrDim    = "\x1b[2m"
)

// paint puts text into a colour, where there is one.
func paint(color, text string) string {
	if color == "" {
		return text
	}
	return color + text + sgrReset
}

// colorOf is the colour of an outcome: green is good, amber is worth a look, red makes the run red.
func colorOf(o verdict.Outcome) string {
	switch o {
	case verdict.Pass:
		return sgrGreen
	case verdict.Weak, verdict.ExpectedFail:
		return sgrYellow
	case verdict.Unsupported, verdict.Skipped:
		return sgrDim
	default:
		return sgrRed
	}
}
