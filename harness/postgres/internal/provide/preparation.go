package provide

import (
	"fmt"

	"github.com/jackc/pgx/v5"
)

// The names of what every server that is made here has: the ordinary user, and the template of its databases.
const (
	User     = "pgfault_user"
	Template = "pgfault_template"
)

// Template0 is where a data folder has the database template0, from PostgreSQL 15 on. Nobody can connect to it
// (datallowconn), and autovacuum, which could, is off: nothing writes there, and one copy is enough for many. A superuser who
// has it take connections would write to all of them; and pg_basebackup passes over a link.
const Template0 = "base/4"

// PreparationSQL is the SQL that makes the ordinary user and the template, and the superuser's password, a statement each, for
// a server's single-user mode. The user owns the template, and so what is copied from it.
func PreparationSQL(admin, user string) []string {
	return []string{
		fmt.Sprintf("ALTER ROLE postgres PASSWORD '%s'", admin),
		fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", User, user),
		fmt.Sprintf("CREATE DATABASE %s TEMPLATE template0 OWNER %s", Template, User),
	}
}

// FirstConnConfig is the superuser's first connection to a server that comes with a template: to that, on a private
// server, whose first database it is; else to the maintenance database. The first connection to each database takes a
// server 8 ms.
func FirstConnConfig(admin *pgx.ConnConfig, req Request) *pgx.ConnConfig {
	admin = admin.Copy()
	if req.Private {
		admin.Database = Template
	}
	admin.RuntimeParams["application_name"] = "pgfault admin"
	return admin
}
