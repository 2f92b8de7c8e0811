package wire

import (
	"cmp"
	"fmt"
	"strings"
)

// Fields are those of an ErrorResponse or NoticeResponse, as the manual names them ("Error and Notice Message Fields").
type Fields struct {
	// Severity is the one that is not localized; empty means ERROR or NOTICE.
	Severity string `json:"severity,omitempty" yaml:"severity,omitempty"`
	// Localized is the severity in the server's language; empty means Severity.
	Localized        string `json:"localized,omitempty" yaml:"localized,omitempty"`
	SQLState         string `json:"sqlstate,omitempty" yaml:"sqlstate,omitempty"`                   // The code (C); empty means XX000.
	Message          string `json:"message,omitempty" yaml:"message,omitempty"`                     // What is said (M); empty means a text of pgfault's.
	Detail           string `json:"detail,omitempty" yaml:"detail,omitempty"`                       // Field D.
	Hint             string `json:"hint,omitempty" yaml:"hint,omitempty"`                           // Field H.
	Position         string `json:"position,omitempty" yaml:"position,omitempty"`                   // Where in the statement, from 1 (P).
	InternalPosition string `json:"internal_position,omitempty" yaml:"internal_position,omitempty"` // Where in a statement of the server's own (p).
	InternalQuery    string `json:"internal_query,omitempty" yaml:"internal_query,omitempty"`       // That statement (q).
	Where            string `json:"where,omitempty" yaml:"where,omitempty"`                         // The context, as a stack of calls (W).
	Schema           string `json:"schema,omitempty" yaml:"schema,omitempty"`                       // Field s.
	Table            string `json:"table,omitempty" yaml:"table,omitempty"`                         // Field t.
	Column           string `json:"column,omitempty" yaml:"column,omitempty"`                       // Field c.
	DataType         string `json:"data_type,omitempty" yaml:"data_type,omitempty"`                 // Field d.
	Constraint       string `json:"constraint,omitempty" yaml:"constraint,omitempty"`               // Field n.
	File             string `json:"file,omitempty" yaml:"file,omitempty"`                           // The file of the server's source (F).
	Line             string `json:"line,omitempty" yaml:"line,omitempty"`                           // The line in it (L).
	Routine          string `json:"routine,omitempty" yaml:"routine,omitempty"`                     // The function in it (R).
	// Omit are the fields that are left out though they are sent always, by their letters: "V" is what pgbouncer says, whose
	// errors have only the localized severity, "VC" an error that has no code either. They are some of S, V, C and M; the
	// others are left out where nothing is said of them.
	Omit string `json:"omit,omitempty" yaml:"omit,omitempty"`
}

// always are the fields that are sent whether or not something is said of them, as PostgreSQL sends them.
const always = "SVCM"

// field is a field as it is sent.
type field struct {
	code  byte
	value string
}

func (f Fields) list(severity string) []field {
	severity = cmp.Or(f.Severity, severity)
	return []field{
		{'S', cmp.Or(f.Localized, severity)},
		{'V', severity},
		{'C', cmp.Or(f.SQLState, "XX000")},
		{'M', cmp.Or(f.Message, "said by pgfault")},
		{'D', f.Detail},
		{'H', f.Hint},
		{'P', f.Position},
		{'p', f.InternalPosition},
		{'q', f.InternalQuery},
		{'W', f.Where},
		{'s', f.Schema},
		{'t', f.Table},
		{'c', f.Column},
		{'d', f.DataType},
		{'n', f.Constraint},
		{'F', f.File},
		{'L', f.Line},
		{'R', f.Routine},
	}
}

func (f Fields) encode(kind byte, severity string) []byte {
	var body []byte
	for _, field := range f.list(severity) {
		if field.value != "" && !strings.ContainsRune(f.Omit, rune(field.code)) {
			body = append(append(append(body, field.code), field.value...), 0)
		}
	}
	return framed(kind, append(body, 0))
}

func (f Fields) words(severity string) string {
	return strings.TrimSpace(cmp.Or(f.Severity, severity) + " " + f.SQLState + " " + f.Message)
}

func (f Fields) check() string {
	for _, field := range f.list("") {
		if strings.ContainsRune(field.value, 0) {
			return "a field of a message can't have a zero byte"
		}
	}
	given := map[rune]string{'S': f.Localized, 'C': f.SQLState, 'M': f.Message}
	for _, letter := range f.Omit {
		switch {
		case !strings.ContainsRune(always, letter):
			return fmt.Sprintf("omit has %q, and the fields that it can leave out are S (severity, localized), V (severity), C (sqlstate) and M (message)", letter)
		case given[letter] != "":
			return fmt.Sprintf("omit has %q, and so says the opposite of a field that is given", letter)
		}
	}
	return ""
}
