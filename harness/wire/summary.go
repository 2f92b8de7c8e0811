package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// summaryLimit is how much of a message's body is looked at for its summary, and so also where a text in it is cut.
const summaryLimit = 1024

// wantsBody says, by a name's place in names, whether the summary of such a message needs more than its head. What proves who one is
// is never looked at, and of rows, and of what is copied, only the first, for their checksums.
var wantsBody = func() (wants [256]bool) {
	for _, name := range []string{
		nameQuery, nameParse, nameComplete, nameError, nameNotice, nameReady, nameStartup, nameCancel, nameSSLAnswer, nameGSSAnswer,
		"ParameterStatus", "BackendKeyData", nameBind, nameExecute, nameColumns, nameCopyOut, nameCopyIn, nameCopyDone, "Describe", "Close", "CopyFail", "NotificationResponse",
	} {
		wants[codes[name]] = true
	}
	return wants
}()

// summarize says what the body of a message of that name, or the first part of it, tells.
func summarize(name string, body []byte) (d details) {
	switch name {
	case nameQuery:
		d.summary = MaskSQL(text(body))
	case nameParse:
		name, rest := cut(body)
		d.summary = named(name, MaskSQL(text(rest)))
	case nameComplete, "CopyFail":
		d.summary = text(body)
	case nameSSLAnswer, nameGSSAnswer:
		d.summary = string(body)
	case nameReady:
		if len(body) > 0 {
			d.summary = txStatus(body[0])
		}
	case nameError, nameNotice:
		summarizeError(&d, body)
	case nameStartup:
		summarizeStartup(&d, body)
	case nameColumns:
		d.digest = columns(body)
	case nameRow:
		d.digest = values(body)
	case nameCopyOut, nameCopyIn:
		d.digest = copied(body)
	case nameCopied:
		d.digest = Checksum(strings.TrimSuffix(string(body), "\n"))
	case "ParameterStatus":
		name, rest := cut(body)
		d.summary = name + "=" + text(rest)
	case "BackendKeyData", nameCancel:
		if len(body) >= 4 {
			d.backend = binary.BigEndian.Uint32(body)
			d.summary = fmt.Sprintf("pid %d, key masked", d.backend)
		}
	case nameBind:
		portal, rest := cut(body)
		d.summary = named(portal, "statement "+quote(text(rest)))
	case nameExecute:
		d.summary = named(text(body), "")
	case "Describe", "Close":
		if len(body) > 0 {
			d.summary = map[byte]string{'S': "statement ", 'P': "portal "}[body[0]] + quote(text(body[1:]))
		}
	case "NotificationResponse":
		if len(body) > 4 {
			d.summary = text(body[4:])
		}
	}
	return d
}

func summarizeError(d *details, body []byte) {
	var message string
	for len(body) > 1 {
		value, rest := cut(body[1:])
		switch body[0] {
		case 'V':
			d.severity = value
		case 'S':
			if d.severity == "" { // servers before 9.6 have no V
				d.severity = value
			}
		case 'C':
			d.sqlState = value
		case 'M':
			message = value
		}
		body = rest
	}
	d.summary = strings.TrimSpace(d.severity + " " + d.sqlState + " " + mask(message))
}

// summarizeStartup shows who connects to what, and nothing of the other parameters, which may hold anything.
func summarizeStartup(d *details, body []byte) {
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
	d.summary = strings.Join(shown, " ")
}

// startupParameter is the value of a parameter in the body of a StartupMessage.
func startupParameter(body []byte, name string) string {
	for len(body) > 1 {
		key, rest := cut(body)
		value, rest := cut(rest)
		if key == name {
			return value
		}
		body = rest
	}
	return ""
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
