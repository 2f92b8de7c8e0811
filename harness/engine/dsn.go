package engine

import (
	"errors"
	"net/url"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
)

// dsn is the target's way to the endpoint. Its password is in no report.
type dsn struct {
	text, user, password string
	// recovery is the way for the connection that is made when all faults are healed.
	recovery string
}

// newDSN adds to the rig's DSN what the scenario says.
func newDSN(text, user, password string, given scenario.Given) (dsn, error) {
	d := dsn{text: text, recovery: text, user: user, password: password}
	u, err := url.Parse(text)
	if err != nil {
		return dsn{}, errNoURL
	}
	if given.Certificate != "" && given.Certificate != "trusted" {
		// What is wrong with a certificate stays wrong. Not all clients have a mode that takes it unseen: one without TLS all have.
		query := u.Query()
		query.Set("sslmode", "disable")
		query.Del("sslrootcert")
		recovery := *u
		recovery.RawQuery = query.Encode()
		d.recovery = recovery.String()
	}
	if len(given.Params) > 0 {
		setParams(u, given.Params)
		d.text = u.String()
	}
	return d, nil
}

// setParams writes parameters into a URL where every reader of URLs looks for them: only libpq, and who does as it does,
// prefers a dbname or a host in the query to those of the URL itself. A host is a name, several parted by commas, or a
// folder with a socket in it, for which a URL has no other place.
func setParams(u *url.URL, params map[string]string) {
	query := u.Query()
	for name, value := range params {
		switch {
		case name == "dbname":
			u.Path = "/" + value
		case name == "host" && strings.HasPrefix(value, "/"):
			query.Set("port", u.Port())
			query.Set(name, value)
			u.Host = ""
		case name == "host" && !strings.Contains(value, ","):
			u.Host = value + ":" + u.Port()
		default:
			query.Set(name, value)
		}
	}
	u.RawQuery = query.Encode()
}

// errNoURL says that a DSN can't be read; the error behind it may quote the password.
var errNoURL = errors.New("the rig's DSN is no URL")

// with gives the DSN with another user and password, where they are set.
func (d dsn) with(user, password string) (string, error) {
	if user == "" && password == "" {
		return d.text, nil
	}
	u, err := url.Parse(d.text)
	if err != nil || u.Scheme == "" {
		return "", errNoURL
	}
	if user == "" {
		user = d.user
	}
	if password == "" {
		password = d.password
	}
	u.User = url.UserPassword(user, password)
	return u.String(), nil
}

// scrub takes the password out of a text.
func (d dsn) scrub(text string) string {
	if d.password == "" {
		return text
	}
	text = strings.ReplaceAll(text, d.password, "***")
	return strings.ReplaceAll(text, url.QueryEscape(d.password), "***")
}
