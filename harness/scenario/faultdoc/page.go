package faultdoc

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pgfault/pgfault/harness/wire"
)

const intro = `# The faults

What can be broken, and how: each fault with its fields, as a step of a scenario in YAML and as a value in Go, and what a client
sees of it on the wire. A field that is left out has its default. ` + "`pgfault list --faults`" + ` shows the same in a terminal.

This page is made by ` + "`make docs`" + ` from the faults themselves.
`

// Page is docs/faults.md.
func Page() ([]byte, error) {
	faults, err := Faults()
	if err != nil {
		return nil, err
	}
	parts, err := Parts()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n| fault | what it does |\n| --- | --- |\n", intro)
	for _, f := range faults {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", f.Name, f.Name, cell(f.Summary))
	}
	for _, p := range parts {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", p.Title, p.Doc)
		fieldTable(&b, p.Fields)
	}
	fmt.Fprintf(&b, "\n## The messages of a position\n\nThose that a client says (upstream): %s.\n\nThose that the server says (downstream): %s.\n",
		list(wire.MessageNames(wire.Upstream)), list(wire.MessageNames(wire.Downstream)))
	for _, f := range faults {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\nOn the wire: %s.\n\n", f.Name, f.Doc, f.Wire)
		if len(f.Fields) > 0 {
			fieldTable(&b, f.Fields)
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "```yaml\n  %s\n```\n\n```go\nrig.Inject(%s)\n```\n", strings.ReplaceAll(f.YAML, "\n", "\n  "), f.Go)
	}
	return b.Bytes(), nil
}

func fieldTable(b *bytes.Buffer, fields []Field) {
	b.WriteString("| field | is | means |\n| --- | --- | --- |\n")
	for _, f := range fields {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", f.Name, f.Type, cell(f.Doc))
	}
}

func list(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
