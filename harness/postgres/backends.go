package postgres

import (
	"context"
	"fmt"
	"strings"
)

// backendsSQL asks the function beneath the view pg_stat_activity, which joins much that is not wanted here.
const backendsSQL = `SELECT pid, coalesce(state, ''), coalesce(query, '') FROM pg_stat_get_activity(NULL)
	WHERE datid = (SELECT oid FROM pg_database WHERE datname = '%s') AND usesysid = (SELECT oid FROM pg_roles WHERE rolname = '%s')
	AND backend_type = 'client backend'`

// BackendsSQL asks for the sessions that a user has in the database, for one who asks over a connection of his own, and perhaps
// with a further condition. It is one message, and joins nothing: it may be asked often.
func (d *Database) BackendsSQL(user string) string {
	return fmt.Sprintf(backendsSQL, literal(d.Name), literal(user))
}

// Backends lists the sessions that a user has in the database: the process, its state, and what it was asked last, as in
// pg_stat_activity.
//
// A shared server is asked over the connection that it is administered by: where nothing else is asked of a database, no
// other is opened to it, which takes the server longer than all the rest of a short test.
func (d *Database) Backends(ctx context.Context, user string) ([][]string, error) {
	over := d.server.admin
	if d.server.cfg.Private {
		over = d.admin
	}
	rows, err := over.exec(ctx, d.BackendsSQL(user)+" ORDER BY pid")
	if err != nil {
		return nil, fmt.Errorf("list backends: %w", err)
	}
	return rows, nil
}

// literal is a text as it stands between quotes, where backslashes are nothing special (standard_conforming_strings).
func literal(text string) string { return strings.ReplaceAll(text, "'", "''") }
