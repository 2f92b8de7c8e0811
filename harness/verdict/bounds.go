package verdict

import "fmt"

// bounds judges what a client took while the steps were done: more connections than it was given, or more tries to connect
// than a server that is in need can bear.
func bounds(c *Case) []Finding {
	var out []Finding
	for _, b := range []struct {
		used, most   int
		against, did string
	}{
		{c.Used.Connections, c.Bounds.Connections, "connections", "had %d connections at a time, and may have %d"},
		{c.Used.Connects, c.Bounds.Connects, "connects", "connected %d times, and may connect %d times"},
	} {
		if b.most > 0 && b.used > b.most {
			out = append(out, Finding{
				Outcome: Fail, Question: Safety, Rule: "bounds", Cause: cause("bounds", b.against), Text: fmt.Sprintf(b.did, b.used, b.most),
			})
		}
	}
	return out
}
