package target

import (
	"net/url"
	"strconv"
	"strings"
)

// Address is where a connection leads, in fields, for libraries that take no URI or another than libpq's. It says what the
// DSN beside it says.
type Address struct {
	// Host and Port are the first host's; Hosts are all, as host:port, where there are several.
	Host     string   `json:"host,omitempty"`
	Port     int      `json:"port,omitempty"`
	Hosts    []string `json:"hosts,omitempty"`
	User     string   `json:"user,omitempty"`
	Password string   `json:"password,omitempty"`
	Database string   `json:"database,omitempty"`
	SSLMode  string   `json:"sslmode,omitempty"`
	// Parameters are all others, by libpq's names.
	Parameters map[string]string `json:"parameters,omitempty"`
}

// Leading gives the request with the way that a connection of it takes: the DSN, and the same in fields.
func (r Request) Leading(dsn string) Request {
	r.DSN, r.Address = dsn, addressOf(dsn)
	return r
}

// defaultPort is the port of a DSN that names none.
const defaultPort = 5432

// addressOf reads a URI as libpq does. What can't be read has no fields: a DSN may be wrong on purpose.
func addressOf(dsn string) Address {
	u, several := parseHosts(dsn)
	if u == nil {
		return Address{}
	}
	a := Address{Database: strings.TrimPrefix(u.Path, "/"), User: u.User.Username()}
	a.Password, _ = u.User.Password()
	hosts, ports := make([]string, len(several)), make([]string, len(several))
	for i, one := range several {
		hosts[i], ports[i] = splitHost(one)
	}
	query := u.Query()
	for name := range query {
		switch value := query.Get(name); name {
		case "host":
			hosts = strings.Split(value, ",")
		case "port":
			ports = strings.Split(value, ",")
		case "user":
			a.User = value
		case "password":
			a.Password = value
		case "dbname":
			a.Database = value
		case "sslmode":
			a.SSLMode = value
		default:
			if a.Parameters == nil {
				a.Parameters = map[string]string{}
			}
			a.Parameters[name] = value
		}
	}
	a.place(hosts, ports)
	return a
}

// place takes hosts and their ports: one port is that of all hosts.
func (a *Address) place(hosts, ports []string) {
	for i, host := range hosts {
		port := defaultPort
		if at := min(i, len(ports)-1); at >= 0 {
			if n, err := strconv.Atoi(ports[at]); err == nil {
				port = n
			}
		}
		if i == 0 {
			a.Host, a.Port = host, port
		}
		if len(hosts) > 1 {
			a.Hosts = append(a.Hosts, host+":"+strconv.Itoa(port))
		}
	}
}

// parseHosts takes the hosts out of a URI, of which a URL knows one only.
func parseHosts(dsn string) (*url.URL, []string) {
	scheme, rest, ok := strings.Cut(dsn, "://")
	if !ok {
		return nil, nil
	}
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	user, hosts := "", authority
	if i := strings.LastIndex(authority, "@"); i >= 0 {
		user, hosts = authority[:i+1], authority[i+1:]
	}
	u, err := url.Parse(scheme + "://" + user + "host" + path)
	if err != nil {
		return nil, nil
	}
	return u, strings.Split(hosts, ",")
}

// splitHost takes host:port apart; a host may be an IPv6 address in brackets.
func splitHost(text string) (host, port string) {
	if i := strings.LastIndex(text, ":"); i >= 0 && !strings.HasSuffix(text, "]") {
		text, port = text[:i], text[i+1:]
	}
	return strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"), port
}
