package mark

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// tap counts what the Tracker's tap allocates for a message that passes: the rows of a result, and a statement.
var tap = Benchmark{Name: "tap", Run: func(context.Context, *Lab) ([]Row, error) {
	const messages = 100
	stream, err := answers(messages)
	if err != nil {
		return nil, err
	}
	with, err := frontend(stream, true)
	if err != nil {
		return nil, err
	}
	without, err := frontend(stream, false)
	if err != nil {
		return nil, err
	}
	tapped, plain := testing.AllocsPerRun(100, with), testing.AllocsPerRun(100, without)
	row := ours("allocations of the tap for a message", "", (tapped-plain)/messages)
	return []Row{row.promise("0", tapped <= plain).note("%d messages: %v with the tap, %v without", messages, tapped, plain)}, nil
}}

// frontend gives a function that asks a statement and reads its answers, with a Tracker's tap or without.
func frontend(stream []byte, tapped bool) (func(), error) {
	cfg, err := pgx.ParseConfig("host=127.0.0.1 user=bench")
	if err != nil {
		return nil, fmt.Errorf("make config: %w", err)
	}
	if tapped {
		if _, err := pgdiag.Attach(cfg); err != nil {
			return nil, err
		}
	}
	source := bytes.NewReader(stream)
	f := cfg.BuildFrontend(source, io.Discard)
	f.Send(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30})
	if err := f.Flush(); err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	ask := &pgproto3.Query{String: "SELECT x FROM y"}
	return func() {
		source.Reset(stream)
		f.Send(ask)
		if f.Flush() != nil {
			return
		}
		for {
			if m, err := f.Receive(); err != nil {
				return
			} else if _, ok := m.(*pgproto3.ReadyForQuery); ok {
				return
			}
		}
	}, nil
}

// answers are the bytes of a result with so many rows.
func answers(rows int) ([]byte, error) {
	messages := []pgproto3.BackendMessage{&pgproto3.RowDescription{Fields: []pgproto3.FieldDescription{{Name: []byte("x")}}}}
	for range rows {
		messages = append(messages, &pgproto3.DataRow{Values: [][]byte{[]byte("a value of some length")}})
	}
	messages = append(messages, &pgproto3.CommandComplete{CommandTag: []byte("SELECT 100")}, &pgproto3.ReadyForQuery{TxStatus: 'I'})
	return encode(messages...)
}
