package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/user"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/wrap"
)

func (a *app) doctorCommand() *cobra.Command {
	o := &runOptions{}
	cmd := &cobra.Command{
		Use:     "doctor",
		Short:   "Say what this machine has, what will be skipped and why, and remove what killed runs left",
		Example: "  pgfault doctor\n  pgfault doctor --postgres native",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.heedEnvironment(cmd.Flags().Changed); err != nil {
				return err
			}
			return a.doctor(cmd.Context(), o.postgres, o.pgVersions)
		},
	}
	o.registerServer(cmd)
	return cmd
}

func (a *app) doctor(ctx context.Context, provider string, versions []string) error {
	var b bytes.Buffer
	m := report.ThisMachine()
	fmt.Fprintf(&b, "machine      %s/%s, %d CPUs, %s\n", m.OS, m.Arch, m.CPUs, m.Go)
	fmt.Fprintf(&b, "user         %s\n", userText())
	fmt.Fprintf(&b, "memory disk  %s\n", tmpfsText())
	files, cramped := openFilesText(engine.OpenFiles())
	fmt.Fprintf(&b, "open files   %s\n", files)

	available := postgres.Providers(ctx, postgres.Config{Provider: provider})
	for _, v := range available {
		fmt.Fprintf(&b, "%-12s %s\n", v.Provider, report.Escape(availabilityText(v)))
	}
	taken := choice(available, provider)
	fmt.Fprintf(&b, "%-12s %s\n", "taken", choiceText(taken, provider))
	lacking := false
	for _, version := range versions { // each as a run asks for it
		checked := postgres.Providers(ctx, postgres.Config{Provider: provider, Version: version})
		text := choice(checked, provider)
		if text == "" {
			lacking, text = true, "nothing: "+whyNone(checked, provider)
		}
		fmt.Fprintf(&b, "%-12s PostgreSQL %s: %s\n", "asked for", report.Escape(version), report.Escape(text))
	}
	poolers := postgres.Poolers(ctx)
	fmt.Fprintf(&b, "%-12s %s\n", "pgbouncer", report.Escape(poolerText(poolers)))

	removed, err := postgres.RemoveOrphans(ctx)
	strays := wrap.EndOrphans()
	if len(removed)+strays == 0 && err == nil {
		b.WriteString("leftovers    none\n")
	}
	for _, o := range removed {
		fmt.Fprintf(&b, "leftovers    removed %s %s of %s, left by a run that was killed\n", o.Kind, report.Escape(o.ID), o.Provider)
	}
	if strays > 0 {
		fmt.Fprintf(&b, "leftovers    ended %s of programs that a wrap had run which was killed\n", plural(strays, "process", "processes"))
	}
	if err != nil {
		fmt.Fprintf(&b, "leftovers    could not remove all: %s\n", report.Escape(err.Error()))
	}
	for _, line := range skips(available, poolers, taken, os.Geteuid() == 0) {
		fmt.Fprintf(&b, "skipped      %s\n", line)
	}
	if _, err := a.stdout.Write(b.Bytes()); err != nil {
		return printed(err)
	}
	if taken == "" || lacking || cramped || err != nil {
		return &exitError{code: exitHarness}
	}
	return nil
}

// whyNone says why no provider that a run would take can be had.
func whyNone(checked []postgres.Availability, provider string) string {
	var words []string
	for _, v := range checked {
		if !v.OK && (provider == postgres.Auto || provider == v.Provider || v.Provider == postgres.External) {
			words = append(words, v.Provider+": "+strings.TrimRight(v.Detail+"; "+v.Advice, "; "))
		}
	}
	return strings.Join(words, ", ")
}

func userText() string {
	name := fmt.Sprintf("uid %d", os.Geteuid())
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if os.Geteuid() == 0 {
		name += " (a native server is started as an unprivileged user)"
	}
	return name
}

// openFilesText says for how many scenarios at a time the limit of open files is enough, and whether for none.
func openFilesText(files, fits int) (text string, cramped bool) {
	switch {
	case files == 0:
		return "no limit", false
	case fits == 0:
		return fmt.Sprintf("%d, which is too few for a single scenario: raise the limit (ulimit -n)", files), true
	}
	return fmt.Sprintf("%d, enough for %d scenarios at a time", files, fits), false
}

func availabilityText(v postgres.Availability) string {
	if !v.OK {
		return strings.TrimRight("no: "+v.Detail+"; "+v.Advice, "; ")
	}
	text := "yes"
	if len(v.Versions) > 0 {
		text += ", PostgreSQL " + strings.Join(v.Versions, ", ")
	}
	if v.Detail != "" {
		text += ": " + v.Detail
	}
	return text
}

// choice is the provider that a run with this --postgres takes; "" is none.
func choice(available []postgres.Availability, provider string) string {
	for _, v := range available {
		isLocal := v.Provider != postgres.External
		if v.OK && (provider == postgres.Auto && isLocal || provider == v.Provider || !isLocal) {
			return v.Provider
		}
	}
	return ""
}

func choiceText(taken, provider string) string {
	switch {
	case taken == "":
		return "nothing: no scenario can be run here"
	case provider == postgres.Auto:
		return taken + ", the first that works"
	default:
		return taken + ", as it was asked for"
	}
}

// poolerText says where a pgbouncer can be had, or why nowhere.
func poolerText(poolers []postgres.Availability) string {
	var found, lacking []string
	for _, p := range poolers {
		text := p.Provider + ": " + p.Detail
		if p.OK {
			found = append(found, text)
		} else {
			lacking = append(lacking, strings.TrimRight(text+"; "+p.Advice, "; "))
		}
	}
	if len(found) > 0 {
		return "yes, " + strings.Join(found, ", ")
	}
	return "no, " + strings.Join(lacking, ", ")
}

// skips says what is not run here, and why.
func skips(available, poolers []postgres.Availability, taken string, root bool) []string {
	var lines []string
	if !slices.ContainsFunc(poolers, func(p postgres.Availability) bool { return p.OK }) {
		lines = append(lines, "pooler/*: there is no pgbouncer")
	}
	if taken != "" && taken != postgres.Container {
		lines = append(lines, "server/container-*: the server does not run in a container")
	}
	switch {
	case taken == postgres.External:
		lines = append(lines, "what may harm the server: it is somebody else's")
	case taken == postgres.Native && !root:
		lines = append(lines, "server/*disk-full*: a disk of limited size takes root, or a container")
	}
	for _, v := range available {
		if v.Provider == postgres.Container && !v.OK {
			lines = append(lines, "go test ./suites/...: it runs in a container (PGFAULT_POSTGRES=native runs it without; CI=true makes it fail)")
		}
	}
	return lines
}
