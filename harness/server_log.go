package harness

import (
	"strings"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/wire"
)

// maxServerLog bounds what is given of a server's log, in bytes: its newest.
const maxServerLog = 64 << 10

// MarkServerLog has ServerLog begin here.
func (r *Rig) MarkServerLog() { r.logged = r.server.LogPlace() }

// ServerLog is what the server has logged since the rig was made, or since MarkServerLog, without secrets: of the sessions of the rig's database, and, where
// the server is the rig's own, all of it. It is empty where the log can't be read: on a server that is not ours.
func (r *Rig) ServerLog() string {
	log, _ := r.server.Log(r.logged)
	var shown []postgres.LogLine
	for _, l := range postgres.LogLines(log) {
		if r.owned || l.Database == r.database.Name {
			shown = append(shown, l)
		}
	}
	var out strings.Builder
	for len(shown) > 0 {
		n := 1
		for n < len(shown) && shown[n].Report == shown[0].Report {
			n++
		}
		out.WriteString(reported(shown[:n]))
		shown = shown[n:]
	}
	text := out.String()
	if over := len(text) - maxServerLog; over > 0 {
		_, text, _ = strings.Cut(text[over:], "\n")
	}
	return text
}

// reported is a report of a server's, which has its statement in it, without secrets.
func reported(lines []postgres.LogLine) string {
	var all strings.Builder
	for _, l := range lines {
		all.WriteString(l.Message)
	}
	if text := all.String(); wire.SpeaksOfPassword(text) && wire.MaskSQL(text) != text { // the server quotes what it does not understand
		prefix := strings.TrimSuffix(lines[0].Text, lines[0].Message)
		return prefix + "(hidden, since the statement speaks of a password)\n"
	}
	var out strings.Builder
	for _, l := range lines {
		out.WriteString(strings.TrimSuffix(l.Text, l.Message) + strings.TrimRight(wire.MaskSQL(l.Message), "\n") + "\n")
	}
	return out.String()
}
