package mark

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/bench/internal/stats"
)

// bulk is how much of a COPY goes through each kind of proxy. The server is a script, so that it is not the limit.
var bulk = Benchmark{Name: "bulk", Run: func(ctx context.Context, lab *Lab) ([]Row, error) {
	var rows []Row
	for _, size := range []int{8 << 10, 100} {
		row, err := compareBulk(ctx, lab, size)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row...)
	}
	return rows, nil
}}

func compareBulk(ctx context.Context, lab *Lab, size int) (_ []Row, err error) {
	source, err := openSource(ctx, size)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	f, err := openEndpoints(ctx, source.Addr().String())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.close(ctx)) }()
	var contestants []stats.Contestant
	for _, addr := range f.addrs {
		contestants = append(contestants, func(ctx context.Context) (float64, error) { return readSpeed(ctx, addr) })
	}
	s, err := lab.plan(10).Run(ctx, contestants...)
	if err != nil {
		return nil, err
	}
	row := ours(fmt.Sprintf("COPY through the wire stage, messages of %d bytes", size), "MB/s", s.Median(stage))
	against := func(way int) Row { return row.beside(f.names[way], s.Median(way), s.Ratio(stage, way)) }
	return []Row{
		against(bufferCopy).promise("≥ plain copy's", s.Ratio(stage, bufferCopy) >= 1).note("direct %.0f MB/s", s.Median(direct)),
		against(plainCopy),
		against(toxiproxy),
	}, nil
}

// openSource is a server that, once a client has said something, sends it rows for as long as it reads.
func openSource(ctx context.Context, size int) (net.Listener, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	message, err := (&pgproto3.CopyData{Data: make([]byte, size)}).Encode(nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("encode row: %w", err), ln.Close())
	}
	var chunk []byte
	for len(chunk) < 256<<10 {
		chunk = append(chunk, message...)
	}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return // closed
			}
			go writeEndlessly(conn, chunk)
		}
	}()
	return ln, nil
}

func writeEndlessly(conn net.Conn, chunk []byte) {
	defer func() { _ = conn.Close() }()
	if _, err := conn.Read(make([]byte, 1<<10)); err != nil {
		return
	}
	for {
		if _, err := conn.Write(chunk); err != nil {
			return // the client has enough
		}
	}
}

func startBulkTransfer(ctx context.Context, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	hello := &pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: map[string]string{"user": "bench"}}
	b, err := hello.Encode(nil)
	if err == nil {
		_, err = conn.Write(b)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start: %w", err), conn.Close())
	}
	return conn, nil
}

// readSpeed reads over a connection of its own, and gives the speed in MB/s. What comes first fills the sockets on the way,
// and does not count; with the connection ends what would fill them again while others are measured.
func readSpeed(ctx context.Context, addr string) (float64, error) {
	conn, err := startBulkTransfer(ctx, addr)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	const first, amount = 8 << 20, 24 << 20
	buf := make([]byte, 256<<10)
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, io.LimitReader(conn, first), buf); err != nil {
		return 0, fmt.Errorf("read: %w", err)
	}
	start := time.Now()
	for got := 0; got < amount; {
		n, err := conn.Read(buf)
		if err != nil {
			return 0, fmt.Errorf("read: %w", err)
		}
		got += n
	}
	return amount / 1e6 / time.Since(start).Seconds(), nil
}
