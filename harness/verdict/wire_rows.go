package verdict

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
)

// wireRows holds the rows that a client counts as delivered against those that the server sent, and the lines that it was to copy
// against those that it sent.
func wireRows(c *Case) []Finding {
	var out []Finding
	started := map[string]Observed{} // by session: a result that was begun to be read
	for _, o := range c.operations() {
		if !o.Answer.Succeeded() || !o.readable() {
			delete(started, o.Request.Session)
			continue
		}
		got := o.rowCount()
		var sent int
		var counts bool
		switch o.Request.Op {
		case target.OpQueryStart:
			started[o.Request.Session] = o
			continue
		case target.OpQueryRest:
			first, begun := started[o.Request.Session]
			delete(started, o.Request.Session)
			a, _ := sentRows(first, false)
			b, ok := sentRows(o, false)
			sent, counts, got = a+b, begun && ok, got+first.rowCount()
		case target.OpQuery, target.OpExecute, target.OpCopyOut:
			sent, counts = sentRows(o, o.Request.Fetch == 0)
			counts = counts && (got > 0 || rowsFirst.MatchString(o.Request.SQL))
		case target.OpCopyIn:
			if f, is := otherLines(o); is {
				out = append(out, f)
			}
			continue
		default:
			continue
		}
		if counts && got == sent {
			if f, is := c.otherValues(o); is && o.Request.Op != target.OpQueryRest {
				out = append(out, f)
			}
		}
		if !counts || got == sent {
			continue
		}
		against := "missing"
		if got > sent {
			against = "foreign"
		}
		out = append(out, red(Safety, ruleRows, o, "wire-"+against, fmt.Sprintf("reported success with %d rows, and the server sent %d", got, sent)))
	}
	return out
}

// otherValues holds the first rows of an answer against those that the server sent, in columns of text, where that is known: a text
// that is not whole is not compared.
func (c *Case) otherValues(o Observed) (Finding, bool) {
	var sent []string
	for _, e := range o.exchanges() {
		if !o.counts(e) {
			continue
		}
		if len(e.Values) > 0 && sent != nil || e.Altered {
			return Finding{}, false
		}
		if len(e.Values) > 0 {
			sent = e.Values
		}
	}
	rows := o.Answer.Rows.Text(scenario.Null)
	if do := c.step(o.Step); o.AsExpected && do != nil {
		rows = do.Rows
	}
	for i, row := range sent {
		if i == len(rows) {
			break
		}
		sums := strings.Fields(row)
		if len(sums) != len(rows[i]) {
			return Finding{}, false
		}
		for j, v := range rows[i] {
			if differs(v, sums[j]) {
				return red(Safety, ruleRows, o, "wire-other", fmt.Sprintf("row %d, column %d is not what the server sent", i+1, j+1)), true
			}
		}
	}
	return Finding{}, false
}

// otherLines holds the lines that a client copied against those that it was given, where they are text.
func otherLines(o Observed) (Finding, bool) {
	if o.Request.Op != target.OpCopyIn || o.Request.Fail != "" || !o.Answer.Succeeded() {
		return Finding{}, false
	}
	for _, e := range slices.Backward(o.exchanges()) {
		if e.CopiedIn == "" || e.Altered {
			continue
		}
		if e.CopiedIn == wire.CopyChecksum(strings.Join(o.Request.Rows, "\n")) {
			break
		}
		return red(Safety, ruleRows, o, "copied-other", "reported success of a copy, and the lines that it sent are not those that it was given"), true
	}
	return Finding{}, false
}

// differs tells whether a value is not the one of which a checksum was made.
func differs(value, sum string) bool {
	switch {
	case sum == wire.DigestOther:
		return false
	case value == scenario.Null || sum == wire.DigestNull:
		return (value == scenario.Null) != (sum == wire.DigestNull)
	}
	return len(value) <= valueKept && wire.Checksum(value) != sum
}

// rowCount is how many rows a client was given.
func (o Observed) rowCount() int { return max(o.RowCount, len(o.Answer.Rows)) }

// sentRows is how many rows the server sent to a call; ok is false where that can't be told: of several results a library may
// give one. What was sent again counts once.
func sentRows(o Observed, whole bool) (n int, ok bool) {
	tags, asked := 0, !whole
	for _, e := range o.exchanges() {
		if len(e.Tags) > 1 || e.End != "" || e.Strange {
			return 0, false
		}
		if whole && !o.counts(e) {
			continue
		}
		asked = asked || e.asks()
		if e.Rows+e.Copied > 0 {
			tags++
		}
		n += e.Rows
		if o.Request.Op == target.OpCopyOut {
			n += e.Copied
		}
	}
	return n, asked && (!whole || tags <= 1)
}

// rowsFirst finds the statements of which who asks wants the rows. Of another a library may give none that were sent.
var rowsFirst = regexp.MustCompile(`(?is)^\s*(select|values|table|with|show|fetch|copy)\b`)

// counts tells whether an exchange may carry the rows of the statement that was asked for: what names another statement is a
// library's own.
func (o Observed) counts(e Exchange) bool {
	asked := strings.TrimSuffix(e.SQL, "…")
	return asked == "" || o.Request.SQL == "" || strings.Contains(o.Request.SQL, asked) || e.sent("Parse")
}
