package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/go-pg/pg/v10"
	"github.com/go-pg/pg/v10/orm"
	"github.com/go-pg/pg/v10/types"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/gokit"
)

// session is a pool of one connection, and what a program keeps beside it.
type session struct {
	db *pg.DB
	tx *pg.Tx
}

var errNoTx = errors.New("no transaction was begun")

var operations = map[target.Op]func(*session, context.Context, target.Request, *target.Answer) error{
	target.OpClose:    (*session).close,
	target.OpQuery:    (*session).query,
	target.OpBegin:    (*session).begin,
	target.OpCommit:   (*session).commit,
	target.OpRollback: (*session).rollback,
	target.OpCopyIn:   (*session).copyIn,
	target.OpCopyOut:  (*session).copyOut,
	target.OpQueryRow: (*session).queryRow,
}

func (s *session) close(context.Context, target.Request, *target.Answer) error {
	return s.db.Close()
}

// runner is the transaction, where one is open.
func (s *session) runner() orm.DB {
	if s.tx != nil {
		return s.tx
	}
	return s.db
}

// marks are go-pg's for the arguments, which it counts from 0 on.
func marks(sql string, args []*string) string {
	if len(args) == 0 {
		return sql
	}
	return targets.Placeholders(sql, func(n int) string { return "?" + strconv.Itoa(n-1) })
}

func (s *session) query(ctx context.Context, req target.Request, a *target.Answer) error {
	sql, args := marks(req.SQL, req.Args), gokit.Arguments(req.Args)
	if !gokit.ReturnsRows(req.SQL) {
		_, err := s.runner().ExecContext(ctx, sql, args...)
		return err
	}
	var got rows
	if _, err := s.runner().QueryContext(ctx, &got, sql, args...); err != nil {
		return err
	}
	a.Rows = got.all
	return nil
}

func (s *session) queryRow(ctx context.Context, req target.Request, a *target.Answer) error {
	args, err := gokit.Typed(req.Args, req.As)
	if err != nil {
		return err
	}
	places, err := gokit.Places(req.Into)
	if err != nil {
		return err
	}
	if _, err := s.runner().QueryOneContext(ctx, pg.Scan(places...), marks(req.SQL, req.Args), args...); err != nil {
		return err
	}
	a.Rows = target.Rows{gokit.Held(places)}
	return nil
}

func (s *session) begin(ctx context.Context, _ target.Request, _ *target.Answer) (err error) {
	s.tx, err = s.db.BeginContext(ctx)
	return err
}

func (s *session) commit(ctx context.Context, _ target.Request, _ *target.Answer) error {
	return s.end(ctx, (*pg.Tx).CommitContext)
}

func (s *session) rollback(ctx context.Context, _ target.Request, _ *target.Answer) error {
	return s.end(ctx, (*pg.Tx).RollbackContext)
}

func (s *session) end(ctx context.Context, how func(*pg.Tx, context.Context) error) error {
	if s.tx == nil {
		return errNoTx
	}
	tx := s.tx
	s.tx = nil
	return how(tx, ctx)
}

// copyIn takes no context: the deadline is a timeout of the handle's.
func (s *session) copyIn(ctx context.Context, req target.Request, _ *target.Answer) error {
	how := s.db.WithTimeout(until(ctx)).CopyFrom
	if s.tx != nil {
		how = s.tx.CopyFrom
	}
	_, err := how(gokit.Lines(req), req.SQL)
	return err
}

func (s *session) copyOut(ctx context.Context, req target.Request, a *target.Answer) error {
	how := s.db.WithTimeout(until(ctx)).CopyTo
	if s.tx != nil {
		how = s.tx.CopyTo
	}
	var out bytes.Buffer
	if _, err := how(&out, req.SQL); err != nil {
		return err
	}
	a.Rows = gokit.Copied(out.String())
	return nil
}

// rows is a model that takes any row, as text.
type rows struct{ all target.Rows }

// Init implements orm.HooklessModel.
func (r *rows) Init() error { //nolint:unparam // go-pg asks for it
	r.all = target.Rows{}
	return nil
}

// NextColumnScanner implements orm.HooklessModel.
func (r *rows) NextColumnScanner() orm.ColumnScanner { return &row{} }

// AddColumnScanner implements orm.HooklessModel.
func (r *rows) AddColumnScanner(read orm.ColumnScanner) error { //nolint:unparam // go-pg asks for it
	r.all = append(r.all, read.(*row).values)
	return nil
}

type row struct{ values []*string }

// ScanColumn implements orm.ColumnScanner.
func (r *row) ScanColumn(_ types.ColumnInfo, from types.Reader, n int) error {
	if n < 0 {
		r.values = append(r.values, nil)
		return nil
	}
	text, err := types.ScanString(from, n)
	r.values = append(r.values, target.Text(text))
	return err
}

// diagnostics are the fields of the server's error, by psycopg's names.
func diagnostics(said pg.Error) json.RawMessage {
	fields := map[string]string{}
	for letter, name := range map[byte]string{
		'S': "severity", 'V': "severity_nonlocalized", 'C': "sqlstate", 'M': "message_primary", 'D': "message_detail", 'H': "message_hint",
		'P': "statement_position", 'p': "internal_position", 'q': "internal_query", 'W': "context", 's': "schema_name", 't': "table_name",
		'c': "column_name", 'd': "datatype_name", 'n': "constraint_name",
	} {
		if value := said.Field(letter); value != "" {
			fields[name] = value
		}
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return data
}
