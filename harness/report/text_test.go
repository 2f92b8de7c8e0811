package report_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
)

func TestPlainIsALinePerResultAndNoColour(t *testing.T) {
	var b bytes.Buffer
	sample(t, report.NewPlain(&b))
	out := b.String()
	for _, want := range []string{
		`fail            network/close-mid-row                   0.03s  said\nok | <b>\x1b[2J\u202e`,
		"1 fail, 1 pass, 1 skipped in 0.04s · seed 7 · results/x",
		"  pgfault run network/close-mid-row --seed 7",
	} {
		if !strings.Contains(out, want+"\n") {
			t.Errorf("output lacks the line %q:\n%s", want, out)
		}
	}
	if strings.ContainsAny(out, "\x1b\r") {
		t.Errorf("plain output has control characters: %q", out)
	}
}

func TestPrettyShowsFailuresAsTheyComeAndATable(t *testing.T) {
	var b bytes.Buffer
	sample(t, report.NewPretty(&b, report.PrettyConfig{Width: func() int { return 60 }}))
	out := b.String()
	fail := strings.Index(out, "fail network/close-mid-row  0.03s\n    said")
	next := strings.Index(out, "3/3 data/unique-violation")
	tableAt := strings.Index(out, "scenario  ")
	if fail < 0 || next < fail || tableAt < next {
		t.Errorf("want the failure, then the next scenario, then the table: %d, %d, %d in %q", fail, next, tableAt, out)
	}
	for _, line := range strings.Split(out[strings.LastIndex(out, "scenario  "):], "\n") {
		if n := len([]rune(line)); n > 60 && !strings.Contains(line, "seed 7") {
			t.Errorf("line of %d columns on a terminal of 60: %q", n, line)
		}
	}
	if strings.Contains(strings.ReplaceAll(out, "\x1b[K", ""), "\x1b") {
		t.Errorf("text from outside reached the terminal, or colour where there is none: %q", out)
	}
}

func TestPrettyColours(t *testing.T) {
	var b bytes.Buffer
	sample(t, report.NewPretty(&b, report.PrettyConfig{Color: true}))
	if !strings.Contains(b.String(), "\x1b[31mfail") {
		t.Errorf("a failure is not red: %q", b.String())
	}
}

func TestPrettyCanBeClosedUnused(t *testing.T) {
	var b bytes.Buffer
	p := report.NewPretty(&b, report.PrettyConfig{})
	if err := p.Close(); err != nil || b.Len() > 0 {
		t.Errorf("Close gives %v and %q", err, b.String())
	}
}

func TestMarkdownEscapesMarkup(t *testing.T) {
	var b bytes.Buffer
	sample(t, report.NewMarkdown(&b))
	if want := `| network/close-mid-row | fail | 0.03s | said\\nok \| \<b\>\\x1b\[2J\\u202e |`; !strings.Contains(b.String(), want) {
		t.Errorf("output lacks %s:\n%s", want, b.String())
	}
}

func TestJUnitIsXML(t *testing.T) {
	var b bytes.Buffer
	sample(t, report.NewJUnit(&b, false, false))
	var suite struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Cases    []struct {
			Class string `xml:"classname,attr"`
			Name  string `xml:"name,attr"`
		} `xml:"testcase"`
	}
	if err := xml.Unmarshal(b.Bytes(), &suite); err != nil {
		t.Fatal(err)
	}
	if suite.Tests != 3 || suite.Failures != 1 || suite.Skipped != 1 {
		t.Errorf("got %+v", suite)
	}
	if c := suite.Cases[1]; c.Class != "network" || c.Name != "network/close-mid-row" {
		t.Errorf("the case is %+v; its class is the family", c)
	}
}
