package report

import "github.com/pgfault/pgfault/harness/internal/escape"

// Escape makes text from outside (error messages, SQL, a shim's name) safe for a terminal and for one line: control
// characters, line breaks, marks that turn the direction of writing, and bytes that are no UTF-8 are shown as escapes.
func Escape(s string) string { return escape.Text(s) }
