package pgdiag

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// hidden stands where a secret was.
const hidden = "xxxxx"

// secrets are the parts of a connection string that are a password, or may be one. In a string that can't be read as it was
// meant, such as one with an @ or a / in its password, nobody can say where the password ends: then it is more than that.
type secrets struct {
	exact []string
	loose []string // of which no part may be shown either
}

// secretsOf finds them. It goes by the shape of the string alone, and so also where the string can't be parsed.
func secretsOf(dsn string) (s secrets) {
	if before, rest, ok := strings.Cut(dsn, "://"); ok && scheme.MatchString(before) {
		s.ofURL(rest)
	} else {
		s.ofKeywords(dsn)
		if at := strings.LastIndexByte(dsn, '@'); at >= 0 {
			if colon := strings.IndexByte(dsn[:at], ':'); colon >= 0 {
				s.loose = append(s.loose, dsn[colon+1:at]) // a URL without its scheme
			}
		}
	}
	return s
}

// scheme is what stands before the :// of a URL, whatever kind it is of.
var scheme = regexp.MustCompile(`^\s*[A-Za-z][A-Za-z0-9+.-]*$`)

// ofURL finds the secrets behind the scheme of a URL.
func (s *secrets) ofURL(rest string) {
	user, after := "", rest
	if i := strings.IndexAny(rest, "@/"); i >= 0 && rest[i] == '@' {
		user, after = rest[:i], rest[i+1:]
		if _, password, ok := strings.Cut(user, ":"); ok {
			s.exact = append(s.exact, password)
		}
	}
	place, query, _ := strings.Cut(after, "?")
	if strings.Contains(place, "@") || user == "" && strings.Contains(after, "@") {
		end := strings.LastIndexByte(rest, '@')
		if colon := strings.IndexByte(rest[:end], ':'); colon >= 0 {
			s.loose = append(s.loose, rest[colon+1:end])
		}
	}
	authority, _, _ := strings.Cut(place, "/")
	for _, host := range strings.Split(authority, ",") {
		// What stands for a port and is none may be a password, where the host was forgotten.
		if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") && !digits(host[i+1:]) {
			s.loose = append(s.loose, host[i+1:])
		}
	}
	within := false // a password, which an & may have ended too early
	for _, pair := range strings.Split(query, "&") {
		raw, value, _ := strings.Cut(pair, "=")
		key := raw
		if k, err := url.QueryUnescape(raw); err == nil {
			key = k
		}
		switch {
		case secretKey(key):
			s.exact = append(s.exact, value)
			within = true
		case within && !keyword.MatchString(key):
			s.loose = append(s.loose, pair)
		}
	}
}

// keyword is what a parameter is called.
var keyword = regexp.MustCompile(`^[a-z][a-z_.]*$`)

// ofKeywords finds the secrets among keywords and values. From a password on that is not followed by another keyword
// nothing is shown.
func (s *secrets) ofKeywords(dsn string) {
	from := -1 // of the last secret
	for at := 0; at < len(dsn); {
		rest := dsn[at:]
		if trimmed := strings.TrimLeft(rest, " \t\n\r\v\f"); len(trimmed) < len(rest) {
			at += len(rest) - len(trimmed)
			continue
		}
		key, value, ok := strings.Cut(rest, "=")
		key = strings.TrimSpace(key)
		if !ok || strings.ContainsAny(key, " \t\n\r\v\f") {
			if i := strings.Index(strings.ToLower(rest), "pass"); from < 0 && i >= 0 {
				from = at + i + len("pass")
			}
			if from >= 0 {
				s.loose = append(s.loose, dsn[from:])
			}
			return
		}
		start := len(dsn) - len(strings.TrimLeft(value, " \t\n\r\v\f"))
		end, closed := valueEnd(dsn, start)
		if secretKey(key) {
			from = start
			s.exact = append(s.exact, strings.Trim(dsn[start:end], "'"))
		}
		if !closed && from >= 0 {
			s.loose = append(s.loose, dsn[from:])
		}
		at = end
	}
}

// valueEnd is where the value ends that begins at start; closed is false where its quote has no end.
func valueEnd(dsn string, start int) (end int, closed bool) {
	quoted := start < len(dsn) && dsn[start] == '\''
	for i := start; i < len(dsn); i++ {
		switch c := dsn[i]; {
		case c == '\\':
			i++
		case quoted && c == '\'' && i > start:
			return i + 1, true
		case !quoted && strings.IndexByte(" \t\n\r\v\f", c) >= 0:
			return i, true
		}
	}
	return len(dsn), !quoted
}

// secretKey tells whether the value of a keyword is a secret, misspelt or not.
func secretKey(key string) bool {
	key = strings.ToLower(key)
	return key != "passfile" && (strings.Contains(key, "pass") || strings.Contains(key, "pwd") || strings.Contains(key, "secret"))
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// ambiguous tells whether it can't be said where a password ends.
func (s secrets) ambiguous() bool { return len(s.loose) > 0 }

// hide is a text without the secrets, and without any part of those that are loose.
func (s secrets) hide(text string) string {
	exact, loose := spellings(s.exact), spellings(s.loose)
	parts := slices.Clone(exact)
	for _, l := range loose {
		if ordinary[l] {
			continue // it can't be told from the word, and so tells nothing
		}
		parts = append(parts, l)
		parts = append(parts, strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune("/@:?#&=[]%, \t\n'\"", r) })...)
	}
	for _, l := range loose {
		text = hideCommon(text, l)
	}
	slices.SortFunc(parts, func(a, b string) int { return len(b) - len(a) })
	for _, p := range parts {
		text = hideAll(text, p)
	}
	return text
}

// spellings are secrets in all the ways in which a text may show them.
func spellings(secrets []string) []string {
	var out []string
	for _, s := range secrets {
		unescaped := strings.ReplaceAll(s, `\`, "")
		all := []string{s, unescaped}
		for _, decode := range []func(string) (string, error){url.PathUnescape, url.QueryUnescape} {
			if d, err := decode(s); err == nil {
				all = append(all, d)
			}
		}
		for _, a := range all {
			if quoted := strings.Trim(strconv.Quote(a), `"`); a != "" {
				out = append(out, a, quoted)
			}
		}
	}
	return out
}

// hideAll hides each occurrence of a secret; of a very short one those that are words of their own.
func hideAll(text, secret string) string {
	if secret == "" {
		return text
	}
	if len(secret) > 2 {
		return strings.ReplaceAll(text, secret, hidden)
	}
	return regexp.MustCompile(`(^|[^0-9A-Za-z])`+regexp.QuoteMeta(secret)+`($|[^0-9A-Za-z])`).ReplaceAllString(text, "${1}"+hidden+"${2}")
}

// ordinary are words of the driver's own reasons.
var ordinary = map[string]bool{"port": true, "host": true, "user": true, "password": true, "database": true}

// hideCommon hides what a text and a secret have in common, from four bytes on.
func hideCommon(text, secret string) string {
	const least = 4
	var out strings.Builder
	for i := 0; i < len(text); {
		n := 0
		for i+n < len(text) && strings.Contains(secret, text[i:i+n+1]) {
			n++
		}
		if n >= least && !ordinary[text[i:i+n]] {
			out.WriteString(hidden)
			i += n
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}
