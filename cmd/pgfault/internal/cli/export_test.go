package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

// ExecutePanicking runs a command that panics.
func ExecutePanicking(stderr io.Writer) int {
	a := &app{name: "pgfault", stderr: stderr}
	return a.execute(context.Background(), &cobra.Command{Use: "x", Args: noArgs, Run: func(*cobra.Command, []string) { panic("of ours\x1b") }})
}

// What the tests call.
var (
	Redact    = redact
	RedactDSN = redactDSN
	Skips     = skips
)

// Root is the command line.
func Root() *cobra.Command { return (&app{name: "pgfault"}).root() }
