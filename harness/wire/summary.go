package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// summaryLimit is how much of a message's body is looked at for its summary, and so also where a text in it is cut.
const summaryLimit = 1024

// wantsBody says whether the summary of such a message needs more than its head. Rows, copied data, parameters and all
// that proves who one is are never looked at.
func wantsBody(name string) bool {
	switch name {
	case nameQuery, nameParse, nameComplete, nameError, nameNotice, nameReady, nameStartup, nameCancel, nameSSLAnswer, nameGSSAnswer,
		"ParameterStatus", "BackendKeyData", "Bind", "Execute", "Describe", "Close", "CopyFail", "NotificationResponse":
		return true
	}
	return false
}

// summarize fills in what m's body, or the first part of it, tells.
func summarize(m *Message, body []byte) {
	switch m.Type {
	case nameQuery:
		m.Summary = maskSQL(text(body))
	case nameParse:
		name, rest := cut(body)
		m.Summary = named(name, maskSQL(text(rest)))
	case nameComplete, "CopyFail":
		m.Summary = text(body)
	case nameSSLAnswer, nameGSSAnswer:
		m.Summary = string(m.kind)
	case nameReady:
		if len(body) > 0 {
			m.Summary = txStatus(body[0])
		}
	case nameError, nameNotice:
		summarizeError(m, body)
	case nameStartup:
		summarizeStartup(m, body)
	case "ParameterStatus":
		name, rest := cut(body)
		m.Summary = name + "=" + text(rest)
	case "BackendKeyData", nameCancel:
		if len(body) >= 4 {
			m.Backend = binary.BigEndian.Uint32(body)
			m.Summary = fmt.Sprintf("pid %d, key masked", m.Backend)
		}
	case "Bind":
		portal, rest := cut(body)
		m.Summary = named(portal, "statement "+quote(text(rest)))
	case "Execute":
		m.Summary = named(text(body), "")
	case "Describe", "Close":
		if len(body) > 0 {
			m.Summary = map[byte]string{'S': "statement ", 'P': "portal "}[body[0]] + quote(text(body[1:]))
		}
	case "NotificationResponse":
		if len(body) > 4 {
			m.Summary = text(body[4:])
		}
	}
}

func summarizeError(m *Message, body []byte) {
	var message string
	for len(body) > 1 {
		value, rest := cut(body[1:])
		switch body[0] {
		case 'V':
			m.Severity = value
		case 'S':
			if m.Severity == "" { // servers before 9.6 have no V
				m.Severity = value
			}
		case 'C':
			m.SQLState = value
		case 'M':
			message = value
		}
		body = rest
	}
	m.Summary = strings.TrimSpace(m.Severity + " " + m.SQLState + " " + message)
}

// summarizeStartup shows who connects to what, and nothing of the other parameters, which may hold anything.
func summarizeStartup(m *Message, body []byte) {
	var shown []string
	for len(body) > 1 {
		name, rest := cut(body)
		var value string
		value, body = cut(rest)
		switch name {
		case "user", "database", "application_name", "replication":
			shown = append(shown, name+"="+value)
		}
	}
	m.Summary = strings.Join(shown, " ")
}

func txStatus(b byte) string {
	switch b {
	case 'I':
		return "idle"
	case 'T':
		return "intrans"
	case 'E':
		return "inerror"
	}
	return "unknown"
}

func named(name, rest string) string {
	if name == "" {
		return rest
	}
	return strings.TrimSpace(quote(name) + " " + rest)
}

func quote(name string) string { return `"` + name + `"` }

// text is b up to its terminating zero.
func text(b []byte) string {
	s, _ := cut(b)
	return s
}

func cut(b []byte) (string, []byte) {
	before, after, _ := bytes.Cut(b, []byte{0})
	return strings.ToValidUTF8(string(before), "\uFFFD"), after
}

// maskSQL hides all literals of a statement that speaks of a password.
func maskSQL(sql string) string {
	if !strings.Contains(strings.ToLower(sql), "password") {
		return sql
	}
	parts := strings.Split(sql, "'")
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "****"
	}
	return strings.Join(parts, "'")
}
