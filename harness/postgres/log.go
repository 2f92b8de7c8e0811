package postgres

import (
	"math"
	"strings"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// LogPlace is a place in the log of a server, and in that of its standby.
type LogPlace struct{ server, standby int64 }

// Log is what the server has logged after a place, and then its standby, as far as it is kept and can be read, and the place that it
// has reached: nothing of a server that is not ours.
func (s *Server) Log(since LogPlace) (text string, reached LogPlace) {
	controlled, ok := s.instance.(provide.Controlled)
	if !ok {
		return "", since
	}
	text, since.server = controlled.Machine().Log(since.server)
	if standby := controlled.Standby(); standby != nil {
		said, place := standby.Log(since.standby)
		since.standby = place
		if said != text { // in a container they have one log
			text += said
		}
	}
	return text, since
}

// LogPlace is the place that the log has reached.
func (s *Server) LogPlace() LogPlace {
	_, reached := s.Log(LogPlace{math.MaxInt64, math.MaxInt64})
	return reached
}

// LogLine is a line of a server's log, with those that continue it.
type LogLine struct {
	// Report is the time, the process and the code, which all lines of one report have in common.
	Report string
	// Database is that of the session; empty where it is of none.
	Database string
	// Text is the line, and Message what stands behind its prefix.
	Text, Message string
}

// LogLines takes a log apart.
func LogLines(log string) (lines []LogLine) {
	for line := range strings.Lines(log) {
		when, rest, found := strings.Cut(line, " UTC [")
		process, message, ends := strings.Cut(rest, "] ")
		if !found || !ends || len(when) != len("2006-01-02 15:04:05.000") || strings.Trim(process, "0123456789") != "" {
			if n := len(lines); n > 0 { // it goes on
				lines[n-1].Text += line
				lines[n-1].Message += line
			}
			continue
		}
		code, message, _ := strings.Cut(message, " ")
		l := LogLine{Report: when + " " + process + " " + code, Text: line, Message: message}
		if inside, ok := strings.CutPrefix(message, "<"); ok {
			l.Database, l.Message, _ = strings.Cut(inside, "> ")
		}
		lines = append(lines, l)
	}
	return lines
}
