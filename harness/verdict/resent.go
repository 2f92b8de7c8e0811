package verdict

import (
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// resent judges statements that a client has sent again on its own, after it had sent them: whether or not they were done
// twice, it could not know that they were not. What the server has refused with an error may be sent again, and so may what was
// sent to a server that had ended the connection with an error before.
func resent(c *Case) []Finding {
	var out []Finding
	for _, o := range c.operations() {
		all := o.exchanges()
		for _, e := range all {
			if e.Same == 0 || e.Same > len(all) || !o.statement(e) || o.rollsBack(e) {
				continue
			}
			first := all[e.Same-1]
			if inOrder := o.Request.Op == target.OpBatch && e.Conn == first.Conn; first.refused() || first.Before != "" || first.Bytes == 0 || inOrder {
				continue
			}
			against, text := "unanswered", "sent the statement again, after it had sent it and before it knew what became of it"
			if len(first.Tags) > 0 {
				against, text = "answered", "sent the statement again, after the server had done it"
			}
			if e.Conn != first.Conn {
				against += "-other-connection"
			}
			f := red(Safety, ruleResent, o, against, text)
			f.Cause = cause(ruleResent, string(o.Request.Op), against) // whatever became of the last attempt
			out = append(out, f)
			break
		}
	}
	return out
}

// refused tells whether the server has said that it did not do what was asked. An error of a connection (class 08), as a pooler
// gives it that has lost its server, says nothing of that.
func (e Exchange) refused() bool {
	return len(e.Codes) > 0 && e.End != EndRST && !slices.ContainsFunc(e.Codes, func(code string) bool { return hasClass(code, "08") })
}

// rollsBack tells whether an exchange ends a transaction, which may be done twice: the second time there is none. One that was
// prepared may not.
func (o Observed) rollsBack(e Exchange) bool {
	words := strings.Fields(strings.ToUpper(strings.TrimSuffix(strings.TrimSpace(o.asked(e)), ";")))
	return len(words) > 0 && (words[0] == "ROLLBACK" || words[0] == "ABORT") && (len(words) == 1 || words[1] != "PREPARED")
}

// statement tells whether an exchange carries what the call was asked for, and not what a library sends besides.
func (o Observed) statement(e Exchange) bool {
	switch o.Request.Op {
	case target.OpQuery, target.OpQueryRow, target.OpCopyIn, target.OpCopyOut:
		asked := strings.TrimSuffix(e.SQL, "…")
		if e.SQL == "" && e.sent("Query", "Parse") {
			return true // what was asked for, which stands in the request
		}
		return e.SQL != "" && strings.Contains(o.Request.SQL, asked) && (len(asked) > 10 || asked == o.Request.SQL)
	case target.OpExecute:
		return e.sent("Bind", "Execute")
	case target.OpCommit:
		return strings.HasPrefix(strings.ToUpper(strings.TrimSpace(e.SQL)), "COMMIT")
	case target.OpBatch:
		return e.asks() && e.SQL != ""
	}
	return false
}
