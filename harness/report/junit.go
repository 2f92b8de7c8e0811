package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/pgfault/pgfault/harness/verdict"
)

// JUnit writes the results in the XML that CI systems read, all at once at the end.
type JUnit struct {
	w                  io.Writer
	strict, failOnSkip bool
	suite              junitSuite
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class      string           `xml:"classname,attr"`
	Name       string           `xml:"name,attr"`
	Time       string           `xml:"time,attr"`
	Properties *junitProperties `xml:"properties"`
	Failure    *junitMessage    `xml:"failure"`
	Error      *junitMessage    `xml:"error"`
	Skipped    *junitMessage    `xml:"skipped"`
}

type junitProperties struct {
	All []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
}

// NewJUnit makes a renderer that writes to w, which it does not close. What counts as a failure is as in Red.
func NewJUnit(w io.Writer, strict, failOnSkip bool) *JUnit {
	return &JUnit{w: w, strict: strict, failOnSkip: failOnSkip}
}

// Run names the suite after the target.
func (j *JUnit) Run(run Run) error {
	j.suite.Name = "pgfault " + Escape(run.Target.Name)
	return nil
}

// Started does nothing.
func (j *JUnit) Started(string) error { return nil }

// Result adds a case.
func (j *JUnit) Result(line Line) error {
	c := junitCase{Class: Escape(familyOf(line.ID)), Name: label(line), Time: fmt.Sprintf("%.3f", line.Duration().Seconds())}
	c.Properties = propertiesOf(line)
	message := &junitMessage{Message: Escape(line.Reason), Type: string(line.Outcome)}
	switch {
	case line.Outcome == verdict.HarnessError:
		c.Error = message
		j.suite.Errors++
	case Red(line.Outcome, j.strict, j.failOnSkip):
		c.Failure = message
		j.suite.Failures++
	case line.Outcome == verdict.Skipped || line.Outcome == verdict.Unsupported:
		c.Skipped = message
		j.suite.Skipped++
	}
	j.suite.Cases = append(j.suite.Cases, c)
	j.suite.Tests++
	return nil
}

// propertiesOf are the answers to the questions, and the causes of what was found.
func propertiesOf(line Line) *junitProperties {
	out := []junitProperty{{"outcome", string(line.Outcome)}}
	for _, q := range verdict.Questions {
		if a := line.Questions[q]; a != "" {
			out = append(out, junitProperty{string(q), string(a)})
		}
	}
	for _, f := range line.Findings {
		if f.Cause != "" {
			out = append(out, junitProperty{"cause", Escape(f.Cause)})
		}
	}
	return &junitProperties{All: out}
}

// Summary writes everything.
func (j *JUnit) Summary(summary Summary) error {
	j.suite.Time = fmt.Sprintf("%.3f", summary.Duration().Seconds())
	b, err := xml.MarshalIndent(j.suite, "", "  ")
	if err != nil {
		return fmt.Errorf("encode junit: %w", err)
	}
	if _, err := io.WriteString(j.w, xml.Header+string(b)+"\n"); err != nil {
		return fmt.Errorf("write junit: %w", err)
	}
	return nil
}

// Close does nothing.
func (j *JUnit) Close() error { return nil }
