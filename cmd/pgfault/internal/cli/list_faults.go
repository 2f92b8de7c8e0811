package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario/faultdoc"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/internal/spell"
)

// The names under which list --faults shows what faults have in common, in the order of faultdoc.Parts.
var partNames = []string{"at", "say", "error"}

// listFaults lists the faults, or shows those that are named, with their fields.
func (a *app) listFaults(names []string, format string) error {
	faults, err := faultdoc.Faults()
	if err != nil {
		return harnessFailure(err)
	}
	parts, err := faultdoc.Parts()
	if err != nil {
		return harnessFailure(err)
	}
	var b bytes.Buffer
	switch {
	case format == "markdown" && len(names) == 0:
		page, err := faultdoc.Page()
		if err != nil {
			return harnessFailure(err)
		}
		b.Write(page)
	case format != "plain":
		return usage("the faults are listed as plain or, all of them, as markdown, not as %q", format)
	case len(names) == 0:
		allFaults(&b, faults)
	}
	for i, name := range names {
		if i > 0 {
			b.WriteByte('\n')
		}
		at := slices.IndexFunc(faults, func(f faultdoc.Fault) bool { return f.Name == name })
		part := slices.Index(partNames, name)
		switch {
		case at >= 0:
			describeFault(&b, faults[at])
		case part >= 0:
			describePart(&b, parts[part])
		default:
			return unknownFault(name, faults)
		}
	}
	_, err = a.stdout.Write(b.Bytes())
	return printed(err)
}

func allFaults(b *bytes.Buffer, faults []faultdoc.Fault) {
	for _, f := range faults {
		fmt.Fprintf(b, "%-20s %s\n", f.Name, f.Summary)
	}
	fmt.Fprintf(b, "\na fault with its fields: pgfault list --faults reset; what a position is: pgfault list --faults at\n")
}

func describeFault(b *bytes.Buffer, f faultdoc.Fault) {
	fmt.Fprintf(b, "%s\n", f.Name)
	paragraph(b, "  ", f.Doc)
	b.WriteString("\n")
	paragraph(b, "  ", "On the wire: "+f.Wire+".")
	describeFields(b, f.Fields)
	fmt.Fprintf(b, "\nyaml\n  %s\n\ngo\n", strings.ReplaceAll(f.YAML, "\n", "\n  "))
	paragraph(b, "  ", f.Go)
}

func describePart(b *bytes.Buffer, p faultdoc.Part) {
	fmt.Fprintf(b, "%s\n", p.Title)
	paragraph(b, "  ", p.Doc)
	describeFields(b, p.Fields)
	if !p.Position {
		return
	}
	for _, dir := range []wire.Direction{wire.Upstream, wire.Downstream} {
		fmt.Fprintf(b, "\nmessages %s\n", dir)
		paragraph(b, "  ", strings.Join(wire.MessageNames(dir), ", "))
	}
}

func describeFields(b *bytes.Buffer, fields []faultdoc.Field) {
	if len(fields) > 0 {
		b.WriteString("\nfields\n")
	}
	for _, f := range fields {
		fmt.Fprintf(b, "  %-16s %s\n", f.Name, f.Type)
		if f.Doc != "" {
			paragraph(b, "      ", f.Doc)
		}
	}
}

func paragraph(b *bytes.Buffer, indent, text string) {
	for _, line := range wrapText(text, textWidth-len(indent)) {
		fmt.Fprintf(b, "%s%s\n", indent, line)
	}
}

func unknownFault(name string, faults []faultdoc.Fault) error {
	known := slices.Clone(partNames)
	for _, f := range faults {
		known = append(known, f.Name)
	}
	if near := spell.Nearest(name, known); near != "" {
		return usage("unknown fault %q; did you mean %s?", name, near)
	}
	return usage("unknown fault %q; see pgfault list --faults", name)
}
