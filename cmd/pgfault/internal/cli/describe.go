package cli

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/scenario"
)

// textWidth is where text is wrapped.
const textWidth = 100

// describeScenario writes a scenario for a reader.
func describeScenario(b *bytes.Buffer, s scenario.Scenario) {
	fmt.Fprintf(b, "%s\n%s\n\n", s.ID, s.Title)
	for _, line := range wrapText(s.Why, textWidth) {
		fmt.Fprintf(b, "  %s\n", line)
	}
	if given := givenLines(s.Given); len(given) > 0 {
		fmt.Fprintf(b, "\ngiven\n  %s\n", strings.Join(given, "\n  "))
	}
	b.WriteString("\nsteps\n")
	for i, step := range s.Steps {
		describeStep(b, i+1, step)
	}
	if len(s.Truth) > 0 {
		b.WriteString("\ntruth, asked of the server afterwards\n")
	}
	for _, t := range s.Truth {
		fmt.Fprintf(b, "  %s\n    %s\n    = %s\n", t.Name, t.SQL, rowsText(t.Rows))
	}
	if caps := s.Capabilities(); len(caps) > 0 {
		fmt.Fprintf(b, "\nneeds\n  %s\n", joined(caps))
	}
	b.WriteString("\nreferences\n")
	for _, ref := range s.Refs {
		fmt.Fprintf(b, "  %s\n", ref)
	}
}

func describeStep(b *bytes.Buffer, n int, step scenario.Step) {
	switch {
	case step.Do != nil:
		describeDo(b, n, *step.Do)
	case step.Inject != nil:
		fmt.Fprintf(b, "  %2d  FAULT %s\n", n, strings.TrimSpace(step.Inject.Name()+" "+fieldsText(step.Inject)))
	case step.Heal:
		fmt.Fprintf(b, "  %2d  the faults end\n", n)
	case step.Await:
		fmt.Fprintf(b, "  %2d  until the faults have acted\n", n)
	case step.Rig != nil:
		describeRig(b, n, *step.Rig)
	}
}

func describeExpect(b *bytes.Buffer, e scenario.Expect) {
	axis := func(name, values string) {
		if values != "" {
			fmt.Fprintf(b, "        → %-9s %s\n", name, values)
		}
	}
	if e.MustFail() {
		b.WriteString("        → must fail\n")
	}
	axis("condition", joined(e.Condition))
	axis("sqlstate", joined(e.SQLState))
	axis("class", joined(e.Class))
	axis("origin", joined(e.Origin))
	axis("scope", joined(e.Scope))
	axis("outcome", joined(e.Outcome))
	axis("retry", joined(e.Retry))
	axis("status", joined(e.Status))
	axis("tx", joined(e.Tx))
	axis("first", joined(e.First))
	axis("payload", e.Payload)
	axis("resolution", joined(e.Resolution))
	if e.Rows != nil {
		axis("rows", rowsText(e.Rows))
	}
	if e.AtLeast > 0 {
		axis("at least", e.AtLeast.String())
	}
	if e.Within > 0 {
		axis("within", e.Within.String())
	}
	for _, major := range slices.Sorted(maps.Keys(e.Since)) {
		fmt.Fprintf(b, "        from PostgreSQL %d on\n", major)
		describeExpect(b, e.Since[major])
	}
	for _, other := range e.Or {
		b.WriteString("        or, as right\n")
		describeExpect(b, other)
	}
}

// joined lists values: the best, then what else is acceptable.
func joined[T ~string](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return strings.Join(words, " or ")
}

func rowsText(rows [][]string) string {
	if len(rows) == 0 {
		return "no rows"
	}
	words := make([]string, len(rows))
	for i, row := range rows {
		words[i] = "(" + strings.Join(row, ", ") + ")"
	}
	return strings.Join(words, " ")
}

// fieldsText shows a fault's configuration as its YAML has it, in a line: "at.message=DataRow at.occurrence=2".
func fieldsText(v any) string {
	raw, err := yaml.Marshal(v)
	if err != nil {
		return ""
	}
	var fields map[string]any
	if yaml.Unmarshal(raw, &fields) != nil {
		return ""
	}
	var words []string
	flatten("", fields, &words)
	sort.Strings(words)
	return strings.Join(words, " ")
}

func flatten(prefix string, fields map[string]any, words *[]string) {
	for key, value := range fields {
		if inner, ok := value.(map[string]any); ok {
			flatten(prefix+key+".", inner, words)
			continue
		}
		*words = append(*words, fmt.Sprintf("%s%s=%v", prefix, key, value))
	}
}

// wrapText breaks text into lines of at most width columns.
func wrapText(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
