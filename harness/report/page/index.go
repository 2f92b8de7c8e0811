package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// letters stand for outcomes in the matrix: colour is never all that tells them apart.
var letters = map[verdict.Outcome]string{
	verdict.Fail: "F", verdict.HarnessError: "H", verdict.UnexpectedPass: "U", verdict.Unknown: "?", verdict.Weak: "W",
	verdict.ExpectedFail: "E", verdict.Pass: "P", verdict.NotMet: "M", verdict.Unsupported: "N", verdict.Skipped: "S",
}

// index is what the script needs for the matrix and its filter: everything but the cases themselves.
type index struct {
	Program   string            `json:"program"`
	Outcomes  map[string]string `json:"outcomes"`  // words by their letters
	Questions []string          `json:"questions"` // in the order of the marks
	Columns   []indexColumn     `json:"columns"`
	Rows      []indexRow        `json:"rows"`
	Causes    []indexCause      `json:"causes"`
	Compared  bool              `json:"compared,omitempty"`
	Sweeps    []sweepMap        `json:"sweeps,omitempty"`
}

type indexColumn struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	// A character for each row: the letter of its outcome, a dot where there is none; four marks for each row; and d, n, f
	// where it is declared, new, or flaky (the sum of 1, 2 and 4).
	Letters string `json:"letters"`
	Marks   string `json:"marks"`
	Flags   string `json:"flags"`
	// Found are the causes by the row, Reasons what is said of one.
	Found   map[int][]int  `json:"found"`
	Reasons map[int]string `json:"reasons"`
	Before  string         `json:"before,omitempty"`
	About   about          `json:"about"`
}

type indexRow struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	Chunk int    `json:"chunk"`
}

type indexCause struct {
	Key      string `json:"key"`
	Outcome  string `json:"outcome"`
	Question string `json:"question,omitempty"`
	Sentence string `json:"sentence"`
	Count    int    `json:"count"`
}

// marks stand for the answers to a question.
var marks = map[verdict.Outcome]string{verdict.Fail: "x", verdict.Weak: "!", verdict.Pass: "+", verdict.Undecidable: "?"}

const (
	flagDeclared = 1 << iota
	flagNew
	flagFlaky
)

func (m *model) index(chunkOf []int) index {
	out := index{Program: m.o.Program, Outcomes: map[string]string{}, Compared: len(m.o.Against) > 0, Sweeps: m.sweeps}
	for o, letter := range letters {
		out.Outcomes[letter] = string(o)
	}
	for _, q := range verdict.Questions {
		out.Questions = append(out.Questions, string(q))
	}
	number := map[string]int{}
	for i, c := range m.causes {
		number[c.key] = i
		out.Causes = append(out.Causes, indexCause{text(c.key), string(c.outcome), string(c.question), text(c.sentence), len(c.cases) + len(c.known)})
	}
	for i, r := range m.rows {
		out.Rows = append(out.Rows, indexRow{ID: report.Escape(r.id), Title: r.about.Title, Chunk: chunkOf[i]})
	}
	for _, c := range m.columns {
		out.Columns = append(out.Columns, m.indexColumn(c, number))
	}
	return out
}

func (m *model) indexColumn(c *column, number map[string]int) indexColumn {
	out := indexColumn{Key: c.key, Name: report.Escape(c.name), Found: map[int][]int{}, Reasons: map[int]string{}, About: m.about(c)}
	var outcomes, answers, flags, before strings.Builder
	for i, r := range m.rows {
		one := c.cells[r.id]
		if one == nil {
			outcomes.WriteByte('.')
			answers.WriteString("....")
			flags.WriteByte('0')
			before.WriteByte('.')
			continue
		}
		outcomes.WriteString(letters[one.line.Outcome])
		for _, q := range verdict.Questions {
			mark := marks[one.line.Questions[q]]
			if mark == "" {
				mark = "."
			}
			answers.WriteString(mark)
		}
		fmt.Fprint(&flags, one.flags())
		if letter := letters[one.before]; letter != "" {
			before.WriteString(letter)
		} else {
			before.WriteByte('.')
		}
		for _, f := range one.line.Findings {
			if n, ok := number[f.Cause]; ok && report.Counts(one.line, f) && !slices.Contains(out.Found[i], n) {
				out.Found[i] = append(out.Found[i], n)
			}
		}
		if one.line.Reason != "" {
			out.Reasons[i] = clip(text(one.line.Reason), 240)
		}
	}
	out.Letters, out.Marks, out.Flags = outcomes.String(), answers.String(), flags.String()
	if len(m.o.Against) > 0 {
		out.Before = before.String()
	}
	return out
}

func (one *cell) flags() int {
	n := 0
	if one.line.Declared != nil {
		n |= flagDeclared
	}
	if one.isNew {
		n |= flagNew
	}
	if len(one.outcomes) > 1 {
		n |= flagFlaky
	}
	return n
}
