package shimcheck

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/internal/spell"
)

// The words that a claim may be made in.
var (
	statusWords  = strings.Fields("open closed faulty connecting unknown")
	txWords      = strings.Fields("idle active intrans inerror unknown")
	originWords  = strings.Fields("server pooler network client caller")
	scopeWords   = strings.Fields("statement transaction connection server")
	outcomeWords = strings.Fields("not_sent rolled_back committed unknown")
	retryWords   = strings.Fields("no statement transaction reconnect wait verify_first")

	code      = regexp.MustCompile(`^[0-9A-Z]{5}$`)
	className = regexp.MustCompile(`^[A-Z][A-Za-z]+$`)
	condition = regexp.MustCompile(`^[a-z][a-z0-9_]+$`)
)

// words looks whether what an answer says is said in the protocol's words, and remembers what was said.
func (t *trial) words(req target.Request, a target.Answer) {
	t.word(req, target.ReportStatus, string(a.Status), statusWords)
	t.word(req, target.ReportTx, string(a.Tx), txWords)
	if a.Succeeded() && a.Error != nil {
		t.problem("%s: it reports success and has an \"error\" beside it", req.Op)
	}
	if !a.Succeeded() && !a.Unsupported && len(a.Rows) > 0 {
		t.problem("%s: it fails and has rows beside that", req.Op)
	}
	e := a.Error
	if e == nil {
		return
	}
	t.word(req, target.ReportOrigin, string(e.Origin), originWords)
	t.word(req, target.ReportScope, string(e.Scope), scopeWords)
	t.word(req, target.ReportOutcome, string(e.Outcome), outcomeWords)
	t.word(req, target.ReportRetry, string(e.Retry), retryWords)
	t.form(req, target.ReportSQLState, e.SQLState, code, "five digits and capitals")
	t.form(req, target.ReportFirst, e.First, code, "five digits and capitals")
	t.form(req, target.ReportClass, e.Class, className, "the name of a class, without its module")
	t.form(req, target.ReportCondition, e.Condition, condition, "a name like undefined_table")
	for report, said := range map[target.Report]bool{
		target.ReportTimeout: e.Timeout != nil, target.ReportDisconnect: e.Disconnect != nil, target.ReportTransient: e.Transient != nil,
		target.ReportSafeToRetry: e.SafeToRetry != nil, target.ReportDiagnostics: len(e.Diagnostics) > 0,
	} {
		t.said[report] = t.said[report] || said
	}
}

func (t *trial) word(req target.Request, report target.Report, got string, known []string) {
	if got == "" {
		return
	}
	t.said[report] = true
	if slices.Contains(known, got) {
		return
	}
	text := fmt.Sprintf("%s: %s %q is no %s", req.Op, report, got, report)
	if near := spell.Nearest(got, known); near != "" {
		text += "; is it " + near + "?"
	} else {
		text += "; there are " + strings.Join(known, ", ")
	}
	t.once(text)
}

func (t *trial) form(req target.Request, report target.Report, got string, form *regexp.Regexp, is string) {
	if got == "" {
		return
	}
	t.said[report] = true
	if !form.MatchString(got) {
		t.once(fmt.Sprintf("%s: %s %q is not %s", req.Op, report, got, is))
	}
}

// once notes a problem that many answers may have.
func (t *trial) once(text string) {
	if !slices.Contains(t.item.Problems, text) {
		t.item.Problems = append(t.item.Problems, text)
	}
}
