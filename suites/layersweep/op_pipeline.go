package layersweep

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// pipelining is an operation of pgconn's pipeline mode: what is sent, and all is read then.
func pipelining(name, leaves string, before []string, kind Kind, send func(*session, *pgconn.Pipeline) error) Operation {
	op := low("a pipeline "+name, "StartPipeline", kind, leaves, func(ctx context.Context, s *session, c *pgconn.PgConn) error {
		p := c.StartPipeline(ctx)
		return errors.Join(send(s, p), readAll(p), p.Close())
	})
	op.Before, op.Streams = before, true
	return op
}

// readAll reads all results of a pipeline, until its first error.
func readAll(p *pgconn.Pipeline) error {
	for {
		result, err := p.GetResults()
		if reader, ok := result.(*pgconn.ResultReader); ok && err == nil {
			_, err = reader.Close()
		}
		if err != nil || result == nil {
			return err
		}
	}
}

// send sends a statement that takes nothing.
func (s *session) send(p *pgconn.Pipeline, sql string) {
	p.SendQueryParams(s.fill(sql), nil, nil, nil, nil)
}

// pipelineOps are the operations of pipeline mode.
func pipelineOps() []Operation {
	const a, b = "INSERT INTO t VALUES ('{v}a')", "INSERT INTO t VALUES ('{v}b')"
	return []Operation{
		pipelining("of one segment", "a b", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, a)
			s.send(p, b)
			return p.Sync()
		}),
		pipelining("of two segments", "a b", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, a)
			first := p.Sync()
			s.send(p, b)
			return errors.Join(first, p.Sync())
		}),
		pipelining("of two segments in one write", "a b", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, a)
			p.SendPipelineSync()
			s.send(p, b)
			p.SendPipelineSync()
			return p.Flush()
		}),
		pipelining("with a flush and no Sync in between", "a b", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, a)
			p.SendFlushRequest()
			first := p.Flush()
			s.send(p, b)
			return errors.Join(first, p.Sync())
		}),
		fails(pipelining("whose second segment fails", "a", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, a)
			first := p.Sync()
			s.send(p, "SELECT 1/0")
			return errors.Join(first, p.Sync())
		})),
		fails(pipelining("whose first segment fails", "b", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, "RELEASE SAVEPOINT nothing")
			s.send(p, a)
			first := p.Sync()
			s.send(p, b)
			return errors.Join(first, p.Sync())
		})),
		pipelining("of INSERT and PREPARE TRANSACTION", "a", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, a)
			s.send(p, "PREPARE TRANSACTION '{v}'") // a warning, and the tag ROLLBACK
			return p.Sync()
		}),
		fails(pipelining("of BEGIN, INSERT, COMMIT, INSERT that fails", "a", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			for _, sql := range []string{"BEGIN", a, "COMMIT", "INSERT INTO t SELECT (1/0)::text"} {
				s.send(p, sql)
			}
			return p.Sync()
		})),
		pipelining("of ROLLBACK and INSERT in a transaction", "a", []string{"BEGIN", "INSERT INTO t VALUES ('{v}x')"}, Several, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, "ROLLBACK")
			s.send(p, a)
			return p.Sync()
		}),
		pipelining("in a transaction", "a", []string{"BEGIN"}, Inside, func(s *session, p *pgconn.Pipeline) error {
			s.send(p, a)
			first := p.Sync()
			s.send(p, "SELECT 1")
			return errors.Join(first, p.Sync())
		}),
		pipelining("that prepares and executes", "a", nil, Several, func(s *session, p *pgconn.Pipeline) error {
			p.SendPrepare("q", insert, nil)
			p.SendQueryPrepared("q", s.values("a"), nil, nil)
			p.SendDeallocate("q")
			return p.Sync()
		}),
		streams(low("a pipeline closed unread", "StartPipeline", Several, "a b", func(ctx context.Context, s *session, c *pgconn.PgConn) error {
			p := c.StartPipeline(ctx)
			s.send(p, a)
			first := p.Sync()
			s.send(p, b)
			return errors.Join(first, p.Sync(), p.Close())
		})),
	}
}

// streams says that an operation sends on before it is answered.
func streams(op Operation) Operation {
	op.Streams = true
	return op
}
