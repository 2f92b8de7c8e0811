package verdict

import (
	"fmt"
	"strings"
)

// held judges what a session holds that is said to be idle: a transaction, or a statement that was not ended. Whoever needs
// its locks waits for it, and nobody knows.
func held(c *Case) []Finding {
	var out []Finding
	for _, h := range c.Held {
		text := fmt.Sprintf("all sessions are said to be idle, and a backend is %s, last asked %q", h.State, clip(h.Query))
		if h.Blocks != "" {
			text = fmt.Sprintf("%q waited for a lock of a backend that is %s, last asked %q", clip(h.Blocks), h.State, clip(h.Query))
		}
		if len(h.Locks) > 0 {
			text += ", and holds " + strings.Join(h.Locks, ", ")
		}
		out = append(out, Finding{Outcome: Fail, Question: Safety, Rule: "held", Cause: cause("held", h.State), Text: text})
	}
	return out
}
