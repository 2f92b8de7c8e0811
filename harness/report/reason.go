package report

import "regexp"

// stepFirst is a reason as the judge writes it: "step 3: query on a: reported success", or "step 3: " and what is wrong.
var stepFirst = regexp.MustCompile(`^step ([0-9]+): (?:([a-z_]+(?: on [^ :]+)?): )?(.+)$`)

// causeFirst is a reason in few columns: what is wrong stands first, and where it was after it, so that what is cut is the less
// that it is missed.
func causeFirst(reason string) string {
	m := stepFirst.FindStringSubmatch(reason)
	switch {
	case m == nil:
		return reason
	case m[2] == "":
		return m[3] + " · step " + m[1]
	}
	return m[3] + " · step " + m[1] + ", " + m[2]
}
