package verdict

import (
	"fmt"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// The most that a client does of its own within one call: what comes beyond is a retry without a bound, and one with less than a
// pause between them is a storm.
const (
	mostAttempts = 4
	leastPause   = 5 * time.Millisecond
)

// attempts judges how often a client did the same within one call: sent a statement again that the server had refused for
// good, or did not stop to try. That it sent one again of which it could not know what had become is judged as such.
func attempts(c *Case) []Finding {
	var out []Finding
	for _, o := range c.operations() {
		tries, refused := 1, ""
		for _, e := range o.exchanges() {
			if e.Same == 0 || e.Same > len(o.exchanges()) || !o.statement(e) {
				continue
			}
			tries++
			if first := o.exchanges()[e.Same-1]; len(first.Codes) > 0 && definite(first.Codes[0]) {
				refused = first.Codes[0]
			}
		}
		what := "sent the statement"
		if o.Request.Op == target.OpConnect || o.Request.Op == target.OpPoolAcquire {
			what, tries = "connected", o.connects()
		}
		pause := o.pause(tries)
		switch {
		case refused != "":
			out = append(out, red(Write, ruleAttempts, o, "definite", fmt.Sprintf("sent the statement again after the server had refused it for good (%s)", refused)))
		case tries > mostAttempts && pause < leastPause:
			out = append(out, red(Write, ruleAttempts, o, "storm", fmt.Sprintf("%s %d times, at most %s apart", what, tries, pause.Round(time.Microsecond))))
		case tries > 3*mostAttempts:
			out = append(out, amber(Write, ruleAttempts, o, "many", fmt.Sprintf("%s %d times", what, tries)))
		}
	}
	return out
}

// pause is the longest between two attempts of so many; where none was recorded, what they have taken on average.
func (o Observed) pause(tries int) time.Duration {
	longest := 0.0
	for _, e := range o.exchanges() {
		longest = max(longest, e.PauseMS)
	}
	if longest == 0 {
		return o.took() / time.Duration(max(1, tries-1))
	}
	return time.Duration(longest * float64(time.Millisecond))
}

// ruleAttempts is how often the same is done within one call.
const ruleAttempts = "attempts"

// definite tells whether a code says that the same statement fails again: what is wrong with its data, its rights or its
// text. What a new preparation mends is not: a stale plan (0A000), a name that is taken or gone (42P05, 26000).
func definite(code string) bool {
	if code == "42P05" {
		return false
	}
	for _, class := range []string{"22", "23", "28", "3D", "42", "P0"} {
		if strings.HasPrefix(code, class) {
			return true
		}
	}
	return false
}

// connects is how often a call has begun to connect.
func (o Observed) connects() int {
	n := 0
	for _, e := range o.exchanges() {
		if e.sent("StartupMessage") {
			n++
		}
	}
	return n
}
