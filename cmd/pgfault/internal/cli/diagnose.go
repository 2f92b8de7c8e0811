package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/pgdiag"
)

func (a *app) diagnoseCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "diagnose [DSN]",
		Short:   "Connect step by step, and say in plain words what works and what does not",
		Example: "  pgfault diagnose 'postgres://app@db.example:5432/shop'",
		Long: "Connect step by step, and say in plain words what works, what does not, where, and what to do about it.\n" +
			"Without a DSN it is that of DATABASE_URL. Nothing is written, and no password is shown.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("diagnose takes one DSN, as postgres://user@host:5432/database; quote it")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{os.Getenv("DATABASE_URL")}
			}
			return a.diagnose(cmd.Context(), args[0])
		},
	}
}

// diagnose prints a line per step, and then what is wrong. What texts come from outside are escaped; a password is in none
// of them.
func (a *app) diagnose(ctx context.Context, dsn string) error {
	checks := pgdiag.Examine(ctx, dsn)
	var b bytes.Buffer
	healthy, usable := true, false
	code := exitMismatch
	for _, c := range checks {
		healthy = healthy && c.OK
		usable = usable || c.OK && c.Name == "query"
		if c.Diagnosis != nil && c.Diagnosis.Condition == pgdiag.BadDSN {
			code = exitUsage
		}
		fmt.Fprintf(&b, "%-9s %-6s %s\n", c.Name, mark(c), report.Escape(detail(c)))
	}
	switch {
	case healthy:
		b.WriteString("\nEverything works.\n")
	case usable:
		b.WriteString("\nThe server can be used, but:\n")
	}
	for _, c := range checks {
		if c.Problem != "" {
			fmt.Fprintf(&b, "\n%s\n", strings.Join(wrapText(report.Escape(c.Problem), textWidth), "\n"))
		}
	}
	if set := postgres.Environment(); len(set) > 0 && !healthy {
		heeded := "Where the connection string says nothing the environment counts. Set there: " + strings.Join(set, ", ") + "."
		fmt.Fprintf(&b, "\n%s\n", strings.Join(wrapText(report.Escape(heeded), textWidth), "\n"))
	}
	if _, err := a.stdout.Write(b.Bytes()); err != nil {
		return printed(err)
	}
	if !healthy {
		return &exitError{code: code}
	}
	return nil
}

func mark(c pgdiag.Check) string {
	switch {
	case c.OK:
		return "ok"
	case c.Diagnosis == nil && c.Problem == "":
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
	if c.Took > 0 {
		const least = 100 * time.Microsecond
		text += fmt.Sprintf(" (%s)", max(least, c.Took.Round(least)))
	}
	return text
}
