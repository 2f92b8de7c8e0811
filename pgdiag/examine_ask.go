package pgdiag

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ask asks what the server is and whether it takes writes.
func (x *examination) ask(ctx context.Context, cfg *pgx.ConnConfig, conn *pgx.Conn) {
	where := x.secrets.hide(conn.PgConn().Conn().RemoteAddr().String())
	for _, q := range []struct{ name, sql, yes, no, problem string }{
		{"query", "SELECT true", "the server answers", "", ""},
		{
			"recovery", "SELECT NOT pg_is_in_recovery()", "a primary", "in recovery: a standby, which takes no writes",
			"The server at %s is a standby: it answers questions, and takes no writes. To write, connect to the primary; with several hosts in " +
				"the connection string and target_session_attrs=read-write it is found by itself.",
		},
		{
			"write", "SELECT NOT current_setting('transaction_read_only')::bool", "transactions may write", "transactions are read-only",
			"The server at %s answers, and lets this user write nothing: default_transaction_read_only is on. Find where that is set (SELECT source, sourcefile FROM " +
				"pg_settings WHERE name = 'default_transaction_read_only'): it may be set for this role or database, or by a hoster since the disk is full.",
		},
	} {
		c, yes := x.askOne(ctx, cfg.ConnectTimeout, conn, q.name, q.sql)
		switch {
		case c.Diagnosis != nil:
			c.Problem = x.silentOr(where, c)
		case yes:
			c.Detail = q.yes
		case x.readers:
			c.OK, c.Detail = true, q.no+", as target_session_attrs allows"
		default:
			c.Detail, c.Problem = q.no, fmt.Sprintf(q.problem, where)
		}
		x.add(c)
		if c.Diagnosis != nil || !c.OK && q.name == "recovery" {
			return // a standby is read-only because it is one
		}
	}
}

func (x *examination) askOne(ctx context.Context, limit time.Duration, conn *pgx.Conn, name, sql string) (c Check, yes bool) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	start := time.Now()
	err := conn.QueryRow(ctx, sql).Scan(&yes)
	c = Check{Name: name, OK: err == nil && yes, Took: time.Since(start)}
	if err != nil {
		c.Diagnosis = DiagnoseConn(conn, err)
	}
	return c, yes
}

// silentOr is what went wrong with a question. The time that ran out was ours: it is the server that is silent.
func (x *examination) silentOr(where string, c Check) string {
	if c.Diagnosis.Condition != CallerDeadline {
		return fmt.Sprintf("The server at %s let us in, and then a question failed. %s See the server's log. %s", where, x.secrets.hide(c.Diagnosis.whatHappened()), again(c.Diagnosis.Retry))
	}
	return fmt.Sprintf("The server at %s let us in, and then did not answer a question within %s. It is frozen or overloaded, or it is a pooler without "+
		"a free server behind it, or the network has lost the connection. See the server's processes (pg_stat_activity, if it answers others), its disk, and its log. "+
		"Trying again after a while may help.", where, c.Took.Round(100*time.Millisecond))
}

// wantsReader tells whether a connection string is content with a server that takes no writes.
func wantsReader(cfg *pgx.ConnConfig) bool {
	if cfg.ValidateConnect == nil {
		return false
	}
	set := reflect.ValueOf(cfg.ValidateConnect).Pointer()
	for _, f := range []pgconn.ValidateConnectFunc{
		pgconn.ValidateConnectTargetSessionAttrsStandby, pgconn.ValidateConnectTargetSessionAttrsReadOnly,
		pgconn.ValidateConnectTargetSessionAttrsPreferStandby,
	} {
		if reflect.ValueOf(f).Pointer() == set {
			return true
		}
	}
	return false
}

// unreadable says what is wrong with a connection string.
func (s secrets) unreadable(err error) string {
	var e *pgconn.ParseConfigError
	if !errors.As(err, &e) {
		return s.hide(Diagnose(err).Explain())
	}
	return Diagnose(err).unreadable(s)
}
