package verdict

import (
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// resent judges statements that a client has sent again on its own, after it had sent them: whether or not they were done
// twice, it could not know that they were not. What the server has refused with an error may be sent again.
func resent(c *Case) []Finding {
	var out []Finding
	for _, o := range c.operations() {
		all := o.exchanges()
		for _, e := range all {
			if e.Same == 0 || e.Same > len(all) || !o.statement(e) {
				continue
			}
			first := all[e.Same-1]
			if refused := len(first.Codes) > 0 && first.End != EndRST; refused || first.Bytes == 0 {
				continue
			}
			against, text := "unanswered", "sent the statement again, after it had sent it and before it knew what became of it"
			if len(first.Tags) > 0 {
				against, text = "answered", "sent the statement again, after the server had done it"
			}
			if e.Conn != first.Conn {
				against += "-other-connection"
			}
			out = append(out, red(Safety, ruleResent, o, against, text))
			break
		}
	}
	return out
}

// statement tells whether an exchange carries what the call was asked for, and not what a library sends besides.
func (o Observed) statement(e Exchange) bool {
	switch o.Request.Op {
	case target.OpQuery, target.OpQueryRow, target.OpCopyIn, target.OpCopyOut:
		asked := strings.TrimSuffix(e.SQL, "…")
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
