package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// maxAnswer bounds what is read of an answer to the rig, in bytes: a question that is answered with more is no question about
// what a test has done, and the rig is not to die of it.
const maxAnswer = 64 << 20

// ErrTooMuch says that an answer was not read to its end, since it is larger than any that a test needs.
var ErrTooMuch = errors.New("the answer has more than 64 MB, and was not read to its end")

// simple runs statements without arguments, by the simple protocol, and gives the rows of the last that has any.
func simple(ctx context.Context, conn *pgx.Conn, null, sql string) (last [][]string, err error) {
	all, err := read(ctx, conn, null, sql)
	for _, answer := range all {
		if answer.fields || len(answer.rows) > 0 { // a row may have no columns
			last = answer.rows
		}
	}
	return last, err
}

// Read runs statements without arguments, by the simple protocol, and gives the rows of each as text, with null in the place of
// NULL. What is more than a test needs is not read to its end, and is ErrTooMuch; it ends the connection.
func Read(ctx context.Context, conn *pgx.Conn, null, sql string) ([][][]string, error) {
	all, err := read(ctx, conn, null, sql)
	if err != nil {
		return nil, err
	}
	rows := make([][][]string, len(all))
	for i, answer := range all {
		rows[i] = answer.rows
	}
	return rows, nil
}

// answer is that to one statement.
type answer struct {
	fields bool
	rows   [][]string
}

func read(ctx context.Context, conn *pgx.Conn, null, sql string) (all []answer, err error) {
	results := conn.PgConn().Exec(ctx, sql)
	size := 0
	for results.NextResult() {
		result := results.ResultReader()
		a := answer{fields: len(result.FieldDescriptions()) > 0}
		for result.NextRow() {
			row := result.Values()
			if size += sizeOf(row); size > maxAnswer {
				closeWithoutTerminate(ctx, conn) // what is left of the answer goes with it
				return nil, ErrTooMuch
			}
			a.rows = append(a.rows, texts(row, null))
		}
		if _, err := result.Close(); err != nil {
			return nil, errors.Join(fmt.Errorf("run SQL: %w", err), ignoreSame(results.Close(), err))
		}
		all = append(all, a)
	}
	if err := results.Close(); err != nil {
		return nil, fmt.Errorf("run SQL: %w", err)
	}
	return all, nil
}

// Run runs statements without arguments, by the simple protocol, and keeps nothing of their answers.
func Run(ctx context.Context, conn *pgx.Conn, sql string) error {
	results := conn.PgConn().Exec(ctx, sql)
	for results.NextResult() {
		for result := results.ResultReader(); result.NextRow(); {
			continue // it is for somebody else to hold
		}
	}
	return results.Close()
}

// rowCost is what a row and a value take beside their text.
const rowCost = 24

func sizeOf(row [][]byte) int {
	size := rowCost
	for _, v := range row {
		size += len(v) + rowCost
	}
	return size
}

// ignoreSame drops the error that a reader gives again when it is closed.
func ignoreSame(again, err error) error {
	var said *pgconn.PgError
	if errors.Is(again, err) || errors.As(err, &said) {
		return nil
	}
	return again
}
