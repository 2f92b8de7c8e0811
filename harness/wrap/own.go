package wrap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/postgres"
)

// ownServer tells whether the runs of a configuration take servers of their own.
func (cfg Config) ownServer() bool {
	return cfg.WholeServer || slices.ContainsFunc(cfg.Faults, takesServer)
}

// checkOwnServer says why there can be no servers of one's own.
func (cfg Config) checkOwnServer() error {
	if cfg.ownServer() && cfg.Server.Provider() == postgres.External {
		return &ProgramError{"it takes a server that may be restarted, or is all the program's: --postgres native or container"}
	}
	return nil
}

// openOwn makes a rig on a server of its own, which is set up like the database that the others copy.
func (w *Wrap) openOwn(ctx context.Context, keep int, standby bool) (_ *harness.Rig, err error) {
	layout := harness.Layout{Own: true, Extras: postgres.Extras{Standby: standby}, Keep: keep, Bytes: engine.KeptBytes, Transcript: engine.KeptTranscript}
	rig, err := harness.OpenAs(ctx, w.cfg.Server, layout)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, rig.Close(context.WithoutCancel(ctx)))
		}
	}()
	direct := rig.Database().DSN(rig.Server().Addr())
	if w.cfg.WholeServer {
		to, err := addressOf(direct)
		if err != nil {
			return rig, err
		}
		if _, err := rig.Admin(ctx, "ALTER ROLE "+quoteIdent(to.user)+" CREATEDB CREATEROLE"); err != nil {
			return rig, fmt.Errorf("give the user the server: %w", err)
		}
	}
	if standby {
		// What is acknowledged is on both: a failover loses nothing that a program was told of.
		if _, err := rig.Admin(ctx, "ALTER SYSTEM SET synchronous_standby_names = "+quoteIdent(postgres.StandbyName)); err != nil {
			return rig, fmt.Errorf("have the server wait for its standby: %w", err)
		}
		if _, err := rig.Admin(ctx, "SELECT pg_reload_conf()"); err != nil {
			return rig, fmt.Errorf("have the server wait for its standby: %w", err)
		}
		err := poll.Until(ctx, func(ctx context.Context) (bool, error) { // the reload is done some time after it was asked for
			rows, err := rig.Admin(ctx, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
			return err == nil && rows[0][0] == "1", err
		})
		if err != nil {
			return rig, fmt.Errorf("see the server wait for its standby: %w", err)
		}
	}
	return rig, fill(ctx, direct, w.cfg.Setup)
}

// endServer shuts the trial's server down as a crash would, and starts it again, or has its standby take over; it returns when that
// takes connections.
func (t *trial) endServer(ctx context.Context, name string) error {
	t.crashed = true
	if name == failover {
		return t.failOver(ctx)
	}
	_, err := fault.Restart{Mode: fault.Immediate}.Inject(ctx, t.rig)
	return err
}

// failOver ends the trial's server, and has its standby take over, by the same address.
func (t *trial) failOver(ctx context.Context) error {
	if _, err := (fault.Shutdown{Mode: fault.Immediate}).Inject(ctx, t.rig); err != nil {
		return err
	}
	if _, err := (fault.Promote{}).Inject(ctx, t.rig); err != nil {
		return err
	}
	return t.rig.FollowStandby(ctx)
}

// siblingsSQL gives the other databases of a server that a program has for itself, and rolesSQL a line for each role.
const (
	siblingsSQL = `SELECT datname FROM pg_database WHERE NOT datistemplate AND datallowconn AND datname NOT IN ('postgres', current_database()) ORDER BY 1`
	rolesSQL    = `SELECT 'role ' || rolname || CASE WHEN rolsuper THEN ' superuser' ELSE '' END || CASE WHEN rolcanlogin THEN ' login' ELSE '' END
		|| CASE WHEN rolcreatedb THEN ' createdb' ELSE '' END || CASE WHEN rolcreaterole THEN ' createrole' ELSE '' END
		|| coalesce((SELECT string_agg(' in ' || roleid::regrole, '' ORDER BY roleid::regrole::text) FROM pg_auth_members WHERE member = r.oid), '')
		FROM pg_roles r WHERE oid >= 16384`
)

// databasesName is what the set of a server's databases is called among the tables.
const databasesName = "the databases"

// readServer adds to a state what the other databases of the server hold, and its roles.
func (t *trial) readServer(ctx context.Context, s *state, columns bool) error {
	roles, err := lines(ctx, t.rig.Database(), rolesSQL)
	if err != nil {
		return fmt.Errorf("read roles: %w", err)
	}
	s.schema = append(s.schema, roles...)
	if t.w.left.countDiffers(databasesName) {
		slices.Sort(s.schema)
		return nil
	}
	if s.databases, err = lines(ctx, t.rig.Database(), siblingsSQL); err != nil {
		return fmt.Errorf("list databases: %w", err)
	}
	for _, name := range s.databases {
		err := t.inDatabase(ctx, name, func(db asker) error {
			other, err := readState(ctx, db, t.w.left, columns, name)
			if err != nil {
				return err
			}
			s.add(other, name)
			return nil
		})
		if err != nil {
			return fmt.Errorf("database %s: %w", name, err)
		}
	}
	slices.Sort(s.schema)
	return nil
}

// inDatabase does something over a connection to another database of the server, which is closed then: a database that somebody
// is connected to can't be dropped.
func (t *trial) inDatabase(ctx context.Context, name string, do func(asker) error) (err error) {
	conn, err := t.rig.Server().AdminConnTo(ctx, name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	return do(connAsker{conn})
}

// connAsker asks over a connection.
type connAsker struct{ conn *pgx.Conn }

// Ask implements asker.
func (c connAsker) Ask(ctx context.Context, null, sql string) ([][]string, error) {
	answers, err := postgres.Read(ctx, c.conn, null, sql)
	if err != nil || len(answers) == 0 {
		return nil, err
	}
	return answers[len(answers)-1], nil
}

// add adds the state of another database of the same server.
func (s *state) add(other *state, name string) {
	s.schema = append(s.schema, "database "+name)
	for _, line := range other.schema {
		s.schema = append(s.schema, "in "+name+": "+line)
	}
	s.tables = append(s.tables, other.tables...)
	for of, rows := range other.rows {
		s.rows[of] = rows
	}
	for of, at := range other.sequences {
		s.sequences[of+inDatabase+name] = at
	}
	s.prepared = append(s.prepared, other.prepared...)
	s.temporary = append(s.temporary, other.temporary...)
}

// inDatabase stands between the name of an object and that of its database, where that is not the program's own.
const inDatabase = " in database "

// rowsOf are the rows of a table, wherever it is.
func (t *trial) rowsOf(ctx context.Context, s *state, name string) (rows []string, err error) {
	_, database, elsewhere := strings.Cut(name, inDatabase)
	if !elsewhere {
		return s.rowsOf(ctx, t.rig.Database(), name, t.w.left)
	}
	err = t.inDatabase(ctx, database, func(db asker) error {
		rows, err = s.rowsOf(ctx, db, name, t.w.left)
		return err
	})
	return rows, err
}
