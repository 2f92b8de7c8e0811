package engine

import (
	"errors"
	"net/url"
	"strings"
)

// dsn is the target's way to the endpoint. Its password is in no report.
type dsn struct {
	text, user, password string
}

// with gives the DSN with another user and password, where they are set.
func (d dsn) with(user, password string) (string, error) {
	if user == "" && password == "" {
		return d.text, nil
	}
	u, err := url.Parse(d.text)
	if err != nil || u.Scheme == "" {
		return "", errors.New("the rig's DSN is no URL") // the error may quote the password
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
