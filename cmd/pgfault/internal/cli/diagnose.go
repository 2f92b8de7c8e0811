package cli

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/pgdiag"
)

func (a *app) diagnoseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diagnose DSN",
		Short: "Connect step by step, and say in plain words what works and what does not",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("diagnose takes one DSN, as postgres://user@host:5432/database; quote it")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.diagnose(cmd.Context(), args[0]) },
	}
}

// diagnose prints a line per step. What texts come from outside are escaped; a password is in none of them.
func (a *app) diagnose(ctx context.Context, dsn string) error {
	checks := pgdiag.Examine(ctx, dsn)
	var b bytes.Buffer
	var last *pgdiag.Diagnosis
	healthy := true
	for _, c := range checks {
		healthy = healthy && c.OK
		fmt.Fprintf(&b, "%-9s %-6s %s\n", c.Name, mark(c), report.Escape(detail(c)))
		if c.Diagnosis != nil {
			last = c.Diagnosis
		}
	}
	switch {
	case last != nil:
		fmt.Fprintf(&b, "\n%s\n", report.Escape(last.Explain()))
	case healthy:
		b.WriteString("\nEverything works.\n")
	}
	if _, err := a.stdout.Write(b.Bytes()); err != nil {
		return printed(err)
	}
	if last != nil && last.Condition == pgdiag.BadDSN {
		return &exitError{code: exitUsage}
	}
	if !healthy {
		return &exitError{code: exitMismatch}
	}
	return nil
}

func mark(c pgdiag.Check) string {
	switch {
	case c.OK:
		return "ok"
	case c.Diagnosis == nil && c.Detail == "not reached":
		return "-"
	default:
		return "NO"
	}
}

func detail(c pgdiag.Check) string {
	text := c.Detail
	if c.Diagnosis != nil {
		if text != "" {
			text += ": "
		}
		text += string(c.Diagnosis.Condition)
		if c.Diagnosis.SQLState != "" {
			text += " (" + c.Diagnosis.SQLState + ")"
		}
	}
	if took := c.Took.Round(100 * time.Microsecond); took > 0 {
		text += fmt.Sprintf(" (%s)", took)
	}
	return text
}
