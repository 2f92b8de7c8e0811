package cli

import (
	"net/url"
	"regexp"
	"strings"
)

// redacted stands for a secret.
const redacted = "xxxxx"

var (
	// secretName is the name of a flag, a variable or a keyword whose value is a secret: password, PGPASSWORD, db-pass.
	secretName = regexp.MustCompile(`(?i)(?:password|passwd|passphrase|passwort|secret|token|api[-_]?key|(?:^|[-_.])(?:pass|pwd|pw|credentials?))$`)
	// plainName is the name of a flag or a variable that an argument gives a value.
	plainName = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	// secretPair is a secret with its name before it: of a connection string of keywords and values (password = 'a b'), of the
	// environment (PGPASSWORD=x), of JSON ("password": "x").
	secretPair = regexp.MustCompile(`(?i)((?:password|passwd|passphrase|passwort|secret|token|api[-_]?key|\b(?:pass|pwd|pw))["']?\s*[=:]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S+)`)
	// someURL is a URL, also one inside a longer text, as a shell's command line is.
	someURL = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://[^\s'"]+`)
	// userInfo is the part of a URL with a password, where it is not to be parsed: one with several hosts, or a password with
	// signs that should have been escaped. It ends at the last @.
	userInfo = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://[^\s:/@?#]*:)\S*@`)
	// secretParam is a parameter of such a URL.
	secretParam = regexp.MustCompile(`(?i)([?&][^=&]*(?:password|passwd|secret|token)=)[^&]*`)
)

// redact takes the secrets out of a command line before it is printed or written down. It knows them by the names before them,
// and by their places in a DSN.
func redact(argv []string) []string {
	out := make([]string, len(argv))
	for i, arg := range argv {
		switch {
		case i > 0 && takesSecret(argv[i-1]) && !isFlag(arg):
			out[i] = redacted
		default:
			out[i] = redactDSN(arg)
		}
	}
	return out
}

// takesSecret tells whether an argument is a flag whose value, a secret, is the next one.
func takesSecret(arg string) bool {
	name := strings.TrimLeft(arg, "-")
	return name != arg && !strings.HasPrefix(name, "no-") && !strings.ContainsAny(name, "= ") && secretName.MatchString(name)
}

// isFlag tells whether an argument is another flag, so that the one before it has no value: psql's --password. A lone hyphen
// with more than letters behind it may well be a password.
func isFlag(arg string) bool {
	name := strings.TrimLeft(arg, "-")
	return strings.HasPrefix(arg, "--") || name != arg && len(name) == 1
}

// redactDSN takes the secrets out of one argument: a DSN, or whatever has one in it.
func redactDSN(arg string) string {
	if name, _, ok := strings.Cut(arg, "="); ok && plainName.MatchString(name) && secretName.MatchString(strings.TrimLeft(name, "-")) {
		return name + "=" + redacted // the whole of it, blanks too
	}
	arg = someURL.ReplaceAllStringFunc(arg, redactURL)
	if someURL.MatchString(arg) {
		return redactAround(arg)
	}
	return secretPair.ReplaceAllString(arg, "${1}"+redacted)
}

// redactAround takes the secrets out of what stands beside the URLs of a text, which have none any more.
func redactAround(text string) string {
	var b strings.Builder
	for {
		at := someURL.FindStringIndex(text)
		if at == nil {
			b.WriteString(secretPair.ReplaceAllString(text, "${1}"+redacted))
			return b.String()
		}
		b.WriteString(secretPair.ReplaceAllString(text[:at[0]], "${1}"+redacted) + text[at[0]:at[1]])
		text = text[at[1]:]
	}
}

func redactURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return secretParam.ReplaceAllString(userInfo.ReplaceAllString(text, "${1}"+redacted+"@"), "${1}"+redacted)
	}
	if _, has := u.User.Password(); has {
		text = u.Redacted()
	}
	return secretParam.ReplaceAllString(text, "${1}"+redacted)
}
