package layersweep

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness"
)

// stand is where operations are run: a database behind an endpoint, and one who listens beside it.
type stand struct {
	rig      *harness.Rig
	dsn      string
	user     string // of the operations
	listener *pgx.Conn
	runs     int
	heard    map[string]int // notifications by their payload
}

// major is the version of the stand's server.
func (s *stand) major() int { return s.rig.Server().Major() }

// schema is what the operations work with: a table of texts without a key, so that what is done twice is seen.
const schema = `CREATE TABLE t (v text); CREATE TABLE later (v text); CREATE SEQUENCE seq;
	GRANT ALL ON ALL TABLES IN SCHEMA public TO public; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO public; GRANT ALL ON SCHEMA public TO public;
	CREATE PROCEDURE pc(x text) LANGUAGE plpgsql AS $$BEGIN INSERT INTO t VALUES (x); COMMIT; PERFORM 1; END$$;
	CREATE FUNCTION fw(x text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$BEGIN INSERT INTO t VALUES (x); RETURN x; END$$;`

// newStand makes a stand of a rig. Its runs are counted from a number that is its own: the names of prepared transactions are
// those of the whole server.
func newStand(ctx context.Context, rig *harness.Rig, dsn string, first int) (*stand, error) {
	s := &stand{rig: rig, dsn: dsn, runs: first, heard: map[string]int{}}
	cfg, err := pgx.ParseConfig(rig.Database().DSN(rig.Server().Addr()))
	if err != nil {
		return nil, fmt.Errorf("read address of server: %w", err)
	}
	s.user = cfg.User
	if _, err := rig.Admin(ctx, schema+"ALTER TABLE t OWNER TO "+pgx.Identifier{s.user}.Sanitize()); err != nil {
		return nil, fmt.Errorf("make schema: %w", err)
	}
	cfg.RuntimeParams["application_name"] = listens
	cfg.OnNotification = func(_ *pgconn.PgConn, n *pgconn.Notification) { s.heard[n.Payload]++ }
	if s.listener, err = pgx.ConnectConfig(ctx, cfg); err != nil {
		return nil, fmt.Errorf("connect listener: %w", err)
	}
	if _, err := s.listener.Exec(ctx, "LISTEN said"); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return s, nil
}

// listens is the application_name of the listener.
const listens = "listener"

func (s *stand) close(ctx context.Context) error { return s.listener.Close(ctx) }

// quietLimit is how long the backends of a run may stay when its connections have ended.
const quietLimit = 20 * time.Second

// errBusy says that a backend of a run stays.
var errBusy = errors.New("a backend of the run is still there")

// quiet waits until no connection of the run is left, in the endpoint or on the server: then nobody changes anything any
// more.
func (s *stand) quiet(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, quietLimit, errBusy)
	defer cancel()
	wait := time.NewTimer(0)
	defer wait.Stop()
	for pause := time.Millisecond; ; pause = min(2*pause, 20*time.Millisecond) {
		// The endpoint first: what is still in it may open a backend yet.
		there := len(s.rig.Stage().Conns())
		rows, err := s.rig.Admin(ctx, s.rig.Database().BackendsSQL(s.user)+" AND application_name <> '"+listens+"'")
		if err != nil {
			return fmt.Errorf("wait for backends: %w", err)
		}
		if there == 0 && len(rows) == 0 {
			return nil
		}
		wait.Reset(pause)
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-wait.C:
		}
	}
}

// truth is which parts of a run the server holds, each as often as it does.
func (s *stand) truth(ctx context.Context, on *session) (parts []string, err error) {
	if err := s.quiet(ctx); err != nil {
		return nil, err
	}
	rows, err := s.rig.Admin(ctx, on.fill(`SELECT substr(v, length('{v}') + 1) FROM t WHERE v ^@ '{v}'
		UNION ALL SELECT 'index' FROM pg_class WHERE relname = 'i{v}'
		UNION ALL SELECT 'object' FROM pg_largeobject_metadata WHERE oid = 100000 + {n}
		UNION ALL SELECT 'prepared' FROM pg_prepared_xacts WHERE gid = '{v}' AND database = current_database()
		UNION ALL SELECT 'sequence' FROM seq WHERE last_value = {n} + 1`))
	if err != nil {
		return nil, fmt.Errorf("ask for the truth: %w", err)
	}
	for _, row := range rows {
		parts = append(parts, row[0])
		if row[0] == "prepared" {
			if _, err := s.rig.Admin(ctx, on.fill(`ROLLBACK PREPARED '{v}'`)); err != nil {
				return nil, fmt.Errorf("remove prepared transaction: %w", err)
			}
		}
	}
	if err := s.listen(ctx); err != nil {
		return nil, err
	}
	for range s.heard[on.mark()] {
		parts = append(parts, "said")
	}
	return parts, nil
}

// listen takes the notifications that have come. A server gives them before it answers, and those of a transaction that
// has ended are there.
func (s *stand) listen(ctx context.Context) error {
	if _, err := s.listener.Exec(ctx, "SELECT 1"); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return nil
}
