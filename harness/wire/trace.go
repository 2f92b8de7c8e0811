package wire

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteTrace writes entries as text, a line each, in the order and manner of libpq's PQtrace: time, who sent it (F the
// client, B the server), size, name with what became of it, and what is in it. The connection's number stands in front.
func WriteTrace(w io.Writer, entries []Message) error {
	out := bufio.NewWriter(w)
	for _, m := range entries {
		if _, err := fmt.Fprintln(out, traceLine(m)); err != nil {
			return fmt.Errorf("write trace: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write trace: %w", err)
	}
	return nil
}

// WriteJSON writes entries as JSON lines.
func WriteJSON(w io.Writer, entries []Message) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, m := range entries {
		if err := enc.Encode(m); err != nil {
			return fmt.Errorf("write recording: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write recording: %w", err)
	}
	return nil
}

func traceLine(m Message) string {
	var who string
	switch m.Direction {
	case Upstream:
		who = "F"
	case Downstream:
		who = "B"
	default:
		who = "-"
	}
	size, name := fmt.Sprint(m.Size), m.Type
	if m.Event != "" {
		size, name = "", "("+string(m.Event)+")"
	}
	if m.Fate != "" {
		name += " (" + string(m.Fate) + ")"
	}
	line := fmt.Sprintf("%s\t%d\t%s\t%s\t%s\t%s", m.At.Format("15:04:05.000000"), m.Conn, who, size, name, escape(m.Summary))
	return strings.TrimRight(line, "\t")
}

// escape keeps a text from outside on its line, and a terminal from obeying it.
func escape(s string) string {
	quoted := fmt.Sprintf("%+q", s)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// WriteFirings writes the log of what was done, a line each, without times: the same seed writes the same bytes.
func WriteFirings(w io.Writer, firings []Firing) error {
	for _, f := range firings {
		if _, err := fmt.Fprintf(w, "%s\t%s\n", f.Action, escape(f.Where())); err != nil {
			return fmt.Errorf("write firings: %w", err)
		}
	}
	return nil
}
