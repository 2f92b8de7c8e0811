package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/pgfault/pgfault/harness/postgres/container"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
	"github.com/pgfault/pgfault/harness/postgres/native"
)

// PoolMode is when pgbouncer takes a connection to the server back from its client; see pool_mode in its manual.
type PoolMode string

// The modes.
const (
	SessionPool     PoolMode = "session"
	TransactionPool PoolMode = "transaction"
	StatementPool   PoolMode = "statement"
)

// errPoolMode says that there is no mode of that name.
var errPoolMode = errors.New("pool mode is session, transaction or statement")

// Pooler is a pgbouncer before a database.
type Pooler struct {
	provide.PoolerInstance
	database, password string
}

// Close ends the pooler and leaves nothing of it. It may be called more than once.
func (p *Pooler) Close(ctx context.Context) error { return p.Stop(ctx) }

// Poolers says what each provider can do for a pooler on this machine. It starts nothing.
func Poolers(ctx context.Context) []Availability {
	var all []Availability
	for _, p := range poolers() {
		all = append(all, p.CheckPooler(ctx))
	}
	return all
}

func poolers() []provide.PoolerProvider {
	return []provide.PoolerProvider{native.Provider{}, container.Provider{}}
}

// Pooler starts a pgbouncer before the server, which shows the server's certificate where it has one, in that mode and with further settings by the names of its manual, for the
// ordinary user. It is the one that is installed on this machine, or one in a container: first what the server itself is.
// Where there is neither the error is ErrUnavailable.
func (d *Database) Pooler(ctx context.Context, mode PoolMode, settings map[string]string) (*Pooler, error) {
	switch mode {
	case SessionPool, TransactionPool, StatementPool:
	default:
		return nil, errPoolMode
	}
	host, port, err := net.SplitHostPort(d.server.Addr())
	if err != nil {
		return nil, fmt.Errorf("read server's address: %w", err)
	}
	req := provide.PoolerRequest{
		UpstreamHost: host, UpstreamPort: port,
		User: d.server.names.user(), Password: d.server.password,
		Mode: string(mode), Settings: settings, Containers: d.server.containers, Daemon: d.server.daemon, Logger: d.server.log,
	}
	if d.server.encrypted != nil {
		req.TLS = d.server.encrypted.server
	}
	from := poolers()
	if d.server.provider == Container {
		from[0], from[1] = from[1], from[0]
	}
	var errs []error
	for _, p := range from {
		instance, err := p.StartPooler(ctx, req)
		if err == nil {
			return &Pooler{PoolerInstance: instance, database: d.Name, password: req.Password}, nil
		}
		errs = append(errs, err)
		if !errors.Is(err, ErrUnavailable) {
			break
		}
	}
	return nil, errors.Join(errs...)
}
