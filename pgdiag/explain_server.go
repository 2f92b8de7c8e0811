package pgdiag

import (
	"fmt"
	"strings"
)

// refused is what a server, or a pooler in front of it, has said to one who wanted in.
func (p *place) refused() (what, todo string) {
	who := "The server at " + p.where()
	if p.Address == "" {
		who = "The server"
	}
	if p.d.Origin == OriginPooler {
		who = strings.Replace(who, "The server", "The pooler", 1)
	}
	says := strings.TrimSuffix(p.d.pg.Message, ".")
	if s := p.d.pg.Detail; s != "" {
		says += ". " + strings.TrimSuffix(s, ".")
	}
	return fmt.Sprintf("%s refuses the connection. It says: %s (%s, %s)", who, p.hide(says), p.d.Condition, p.d.SQLState), p.letIn()
}

// letIn is what helps against a server's answer.
func (p *place) letIn() string {
	pg := p.d.pg
	limited := pg.Routine == "InitializeSessionUserId" || pg.Routine == "CheckMyDatabase"
	switch code := p.d.SQLState; {
	case p.d.Origin == OriginPooler && code != "53300" && code != "28P01":
		return "See the pooler's log and its configuration: its list of databases and users, and whether it reaches its server."
	case code == "28P01":
		return fmt.Sprintf("The password of user %s is wrong, or there is no such user: a server does not tell which. Correct user and password in the "+
			"connection string.", p.user())
	case code == "28000" && pg.Routine == "InitializeSessionUserId":
		return fmt.Sprintf("Correct the user in the connection string, or have the role made (CREATE ROLE %[1]s LOGIN) or allowed to log in (ALTER ROLE %[1]s LOGIN).", p.user())
	case code[:min(2, len(code))] == "28":
		return fmt.Sprintf("The server's pg_hba.conf decides who may come in, from where, and with or without TLS (this was %s). Add a line for user %s and "+
			"database %s there and reload it, or connect as one that it names.", p.encrypted(), p.user(), p.database())
	case code == "3D000":
		return "Correct the database's name in the connection string (psql -l lists them), or create it."
	case code == "42501":
		return fmt.Sprintf("Let the role connect: GRANT CONNECT ON DATABASE %s TO %s.", p.database(), p.user())
	case code == "53300" && limited:
		return "The connection limit of this role or database is reached. End sessions that are idle (pg_stat_activity), or raise the limit " +
			"(ALTER ROLE or ALTER DATABASE … CONNECTION LIMIT)."
	case code == "53300":
		return "All its places are taken. End sessions that are idle (pg_stat_activity), let programs keep fewer connections, or raise max_connections."
	case code == "57P03":
		return "It is starting, stopping or recovering, and takes connections when it is through with that. See its log if that takes long."
	case code[:min(3, len(code))] == "57P":
		return "It is going down, or was told to end this session. See its log."
	case code == "55000":
		return fmt.Sprintf("Open the database again: ALTER DATABASE %s ALLOW_CONNECTIONS true.", p.database())
	case code == "42704", code == "22023":
		return "The connection string, or a setting of the role or database, sets a parameter that the server does not know, or to a value that it does not take. Correct it."
	case code == "53100", code == "58030":
		return "The server's disk is full or broken. See its log and its disks."
	case code == "53200":
		return "The server has no memory left. See its log and what else runs there."
	}
	return "See the server's log."
}

func (p *place) encrypted() string {
	if p.TLS {
		return "with TLS"
	}
	return "without TLS"
}

func (p *place) user() string {
	if p.as == nil || p.as.User == "" {
		return "that it names"
	}
	return p.hide(p.as.User)
}

func (p *place) database() string {
	if p.as == nil {
		return "that it names"
	}
	if p.as.Database == "" {
		return p.user()
	}
	return p.hide(p.as.Database)
}
