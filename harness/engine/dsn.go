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
	if given.Certificate != "" {
		// What is wrong with a certificate stays wrong, and is not looked at any more.
		query := u.Query()
		query.Set("sslmode", "require")
		query.Del("sslrootcert")
		d.recovery = withQuery(*u, query)
	}
	if len(given.Params) > 0 {
		query := u.Query()
		for name, value := range given.Params {
			query.Set(name, value)
		}
		d.text = withQuery(*u, query)
	}
	return d, nil
}

func withQuery(u url.URL, query url.Values) string {
	u.RawQuery = query.Encode()
	return u.String()
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
