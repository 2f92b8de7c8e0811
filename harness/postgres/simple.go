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

// simple runs statements without arguments, by the simple protocol.
func simple(ctx context.Context, conn *pgx.Conn, null, sql string) ([][]string, error) {
	results := conn.PgConn().Exec(ctx, sql)
	var last [][]string
	size := 0
	for results.NextResult() {
		result := results.ResultReader()
		if len(result.FieldDescriptions()) > 0 {
			last = nil
		}
		for result.NextRow() {
			row := result.Values()
			if size += sizeOf(row); size > maxAnswer {
				closeWithoutTerminate(ctx, conn) // what is left of the answer goes with it
				return nil, ErrTooMuch
			}
			last = append(last, texts(row, null))
		}
		if _, err := result.Close(); err != nil {
			return nil, errors.Join(fmt.Errorf("run SQL: %w", err), ignoreSame(results.Close(), err))
		}
	}
	if err := results.Close(); err != nil {
		return nil, fmt.Errorf("run SQL: %w", err)
	}
	return last, nil
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
