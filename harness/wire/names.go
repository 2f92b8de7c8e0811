package wire

import "slices"

// Names of messages that do not follow from a type byte alone. All names are those of the manual's "Message Formats";
// the one-byte answers to SSLRequest and GSSENCRequest have none there, and take the one that libpq's PQtrace gives.
const (
	nameStartup     = "StartupMessage"
	nameSSLRequest  = "SSLRequest"
	nameGSSRequest  = "GSSENCRequest"
	nameCancel      = "CancelRequest"
	nameSSLAnswer   = "SSLResponse"
	nameGSSAnswer   = "GSSENCResponse"
	nameQuery       = "Query"
	nameParse       = "Parse"
	nameBind        = "Bind"
	nameExecute     = "Execute"
	nameComplete    = "CommandComplete"
	nameError       = "ErrorResponse"
	nameNotice      = "NoticeResponse"
	nameReady       = "ReadyForQuery"
	nameRow         = "DataRow"
	nameColumns     = "RowDescription"
	nameCopied      = "CopyData"
	nameCopyDone    = "CopyDone"
	nameCopyOut     = "CopyOutResponse"
	nameCopyIn      = "CopyInResponse"
	nameUnknown     = "Unknown"
	namePassword    = "PasswordMessage"
	nameSASLInitial = "SASLInitialResponse"
	nameSASL        = "SASLResponse"
	nameGSS         = "GSSResponse"
)

var upstreamNames = [256]string{
	'B': nameBind, 'C': "Close", 'd': nameCopied, 'c': nameCopyDone, 'f': "CopyFail", 'D': "Describe", 'E': nameExecute,
	'H': "Flush", 'F': "FunctionCall", 'P': nameParse, 'Q': nameQuery, 'S': "Sync", 'X': "Terminate",
}

var downstreamNames = [256]string{
	'K': "BackendKeyData", '2': "BindComplete", '3': "CloseComplete", 'C': nameComplete, 'd': nameCopied, 'c': nameCopyDone,
	'G': nameCopyIn, 'H': nameCopyOut, 'W': "CopyBothResponse", 'D': nameRow, 'I': "EmptyQueryResponse",
	'E': nameError, 'V': "FunctionCallResponse", 'v': "NegotiateProtocolVersion", 'n': "NoData", 'N': nameNotice,
	'A': "NotificationResponse", 't': "ParameterDescription", 'S': "ParameterStatus", '1': "ParseComplete",
	's': "PortalSuspended", 'Z': nameReady, 'T': nameColumns,
}

// authNames are the names of an 'R' message by the number that its body starts with.
var authNames = [...]string{
	0: "AuthenticationOk", 2: "AuthenticationKerberosV5", 3: "AuthenticationCleartextPassword", 5: "AuthenticationMD5Password",
	7: "AuthenticationGSS", 8: "AuthenticationGSSContinue", 9: "AuthenticationSSPI", 10: "AuthenticationSASL",
	11: "AuthenticationSASLContinue", 12: "AuthenticationSASLFinal",
}

func authName(code uint32) string {
	if code < uint32(len(authNames)) && authNames[code] != "" {
		return authNames[code]
	}
	return nameUnknown
}

// answerName is the name of a 'p' message, which depends on what the server asked for last.
func answerName(auth uint32) string {
	switch auth {
	case 7, 8, 9:
		return nameGSS
	case 10:
		return nameSASLInitial
	case 11, 12:
		return nameSASL
	}
	return namePassword
}

// names are all names of messages; codes are their places in it, by which a recording knows them.
var names, codes = allNames()

func allNames() (list []string, places map[string]uint8) {
	list, places = []string{""}, map[string]uint8{"": 0}
	for _, some := range [][]string{upstreamNames[:], downstreamNames[:], authNames[:], {
		nameStartup, nameSSLRequest, nameGSSRequest, nameCancel, nameSSLAnswer, nameGSSAnswer, nameUnknown,
		namePassword, nameSASLInitial, nameSASL, nameGSS,
	}} {
		for _, name := range some {
			if _, known := places[name]; !known {
				places[name] = uint8(len(list))
				list = append(list, name)
			}
		}
	}
	return list, places
}

// MessageNames are the names that a message can have in a position, those of one direction or of all, in the order of the
// alphabet.
func MessageNames(in ...Direction) []string {
	var list []string
	for _, name := range names {
		dirs := directionsOf(name)
		if name != nameUnknown && len(dirs) > 0 && (len(in) == 0 || slices.ContainsFunc(in, func(d Direction) bool { return slices.Contains(dirs, d) })) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// upstreamCodes and downstreamCodes are the places of the names by type byte, found without looking for them.
var upstreamCodes, downstreamCodes = codesOf(upstreamNames), codesOf(downstreamNames)

func codesOf(table [256]string) (places [256]uint8) {
	for kind, name := range table {
		places[kind] = codes[name]
	}
	return places
}

// directionsOf says in which directions a message of that name travels; nil where there is no such message.
func directionsOf(name string) []Direction {
	var dirs []Direction
	if inTable(name, upstreamNames[:], nameStartup, nameSSLRequest, nameGSSRequest, nameCancel,
		namePassword, nameSASLInitial, nameSASL, nameGSS) {
		dirs = append(dirs, Upstream)
	}
	if inTable(name, downstreamNames[:], nameSSLAnswer, nameGSSAnswer) || inTable(name, authNames[:]) {
		dirs = append(dirs, Downstream)
	}
	return dirs
}

func inTable(name string, table []string, more ...string) bool {
	for _, names := range [2][]string{table, more} {
		for _, n := range names {
			if n == name && n != "" {
				return true
			}
		}
	}
	return false
}
