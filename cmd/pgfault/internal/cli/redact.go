package cli

import (
	"net/url"
	"regexp"
	"strings"
)

// passwordPair is a password in a connection string of keywords and values.
var passwordPair = regexp.MustCompile(`(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)`)

// redact takes the passwords out of a command line before it is printed or written down.
func redact(argv []string) []string {
	out := make([]string, len(argv))
	for i, arg := range argv {
		out[i] = redactDSN(arg)
	}
	return out
}

func redactDSN(arg string) string {
	prefix, rest := "", arg
	if strings.HasPrefix(arg, "-") {
		if flag, value, ok := strings.Cut(arg, "="); ok {
			prefix, rest = flag+"=", value
		}
	}
	if u, err := url.Parse(rest); err == nil && u.Scheme != "" && u.Host != "" {
		query := u.Query()
		for key := range query {
			if strings.EqualFold(key, "password") || strings.EqualFold(key, "sslpassword") {
				query.Set(key, "xxxxx")
				u.RawQuery = query.Encode()
			}
		}
		return prefix + u.Redacted()
	}
	return prefix + passwordPair.ReplaceAllString(rest, "${1}xxxxx")
}
