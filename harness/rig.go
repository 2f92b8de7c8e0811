package harness

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/proxy"
	"github.com/pgfault/pgfault/harness/wire"
)

// Rig is a fresh database, on a shared server or on one of its own, and an endpoint of its own in front of it. It
// implements fault.Env, and may be used from any goroutine.
type Rig struct {
	server   *postgres.Server
	owned    bool // The server ends with the rig.
	database *postgres.Database
	endpoint *proxy.Endpoint
	second   *proxy.Endpoint // Before the standby, where a client is given both.
	pooler   *postgres.Pooler
	place    Place
	logged   postgres.LogPlace // up to where it is not given

	mu         sync.Mutex
	injections []fault.Injection
}

var _ fault.Env = (*Rig)(nil)

// Open makes a rig on srv. It outlives ctx; it ends with Close.
func Open(ctx context.Context, srv *postgres.Server) (*Rig, error) {
	rig, err := OpenAs(ctx, srv, Layout{})
	if err != nil {
		return nil, err
	}
	return rig, nil
}

// DSN is how an ordinary user connects to the database through the endpoint. It holds a password.
func (r *Rig) DSN() string { return r.database.DSN(r.addrs()...) }

// Database is the rig's own database.
func (r *Rig) Database() *postgres.Database { return r.database }

// Server is the server that the database is on.
func (r *Rig) Server() *postgres.Server { return r.server }

// Endpoint is what stands between the client and the server.
func (r *Rig) Endpoint() *proxy.Endpoint { return r.endpoint }

// Second is what stands between the client and the standby, where the client is given both; nil where it is not.
func (r *Rig) Second() *proxy.Endpoint { return r.second }

// Pooler is the pgbouncer before the server; nil where there is none.
func (r *Rig) Pooler() *postgres.Pooler { return r.pooler }

// Stage implements fault.Env.
func (r *Rig) Stage() *wire.Stage { return r.endpoint.Stage() }

// Toxics implements fault.Env.
func (r *Rig) Toxics() fault.Toxics { return r.endpoint.Toxics() }

// Admin implements fault.Env: it runs SQL as superuser on the rig's database, by a way that no fault touches, and
// returns the rows as text.
func (r *Rig) Admin(ctx context.Context, sql string, args ...any) ([][]string, error) {
	return r.database.Admin(ctx, sql, args...)
}

// Conversation is what the wire stage has recorded, oldest first: the messages of all connections, and what fired.
func (r *Rig) Conversation() []wire.Message { return r.Stage().Recording() }

// Inject causes f, or arms it, and remembers it. A fault that can't be caused here is an *UnavailableError.
func (r *Rig) Inject(ctx context.Context, f fault.Fault) (fault.Injection, error) {
	return r.inject(ctx, r, f)
}

func (r *Rig) inject(ctx context.Context, env fault.Env, f fault.Fault) (fault.Injection, error) {
	if ok, reason := f.Available(env); !ok {
		return nil, &UnavailableError{Fault: f.Name(), Reason: reason}
	}
	mark := env.Stage().Mark()
	injection, err := f.Inject(ctx, env)
	if err != nil {
		return nil, fmt.Errorf("inject %s: %w", f.Name(), err)
	}
	named := &namedInjection{Injection: injection, fault: f, mark: mark}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.injections = append(r.injections, named)
	return named, nil
}

// InjectStandby causes a fault on the conversation with the standby, where a client is given both. It is an UnavailableError
// where it is not.
func (r *Rig) InjectStandby(ctx context.Context, f fault.Fault) (fault.Injection, error) {
	if r.second == nil {
		return nil, &UnavailableError{Fault: f.Name(), Reason: "the client is not given a standby beside the server"}
	}
	return r.inject(ctx, standbyHost{r}, f)
}

// standbyHost is the rig as a fault sees it that acts on the conversation with the standby.
type standbyHost struct{ *Rig }

// Stage implements fault.Env.
func (s standbyHost) Stage() *wire.Stage { return s.second.Stage() }

// Toxics implements fault.Env.
func (s standbyHost) Toxics() fault.Toxics { return s.second.Toxics() }

// Injections are the faults that were injected, in their order, the healed ones included.
func (r *Rig) Injections() []fault.Injection {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.injections)
}

// Heal ends all faults that were injected so far, the newest first.
func (r *Rig) Heal(ctx context.Context) error {
	var errs []error
	for _, injection := range slices.Backward(r.Injections()) {
		errs = append(errs, injection.Heal(ctx))
	}
	return errors.Join(errs...)
}

// Close heals all faults, ends all connections and drops the database, or ends the server where it is the rig's own. It
// may be called again.
func (r *Rig) Close(ctx context.Context) error {
	var errs []error
	if !r.owned {
		errs = append(errs, r.Heal(ctx)) // A server of one's own goes with what was done to it.
	}
	for _, endpoint := range []*proxy.Endpoint{r.endpoint, r.second} {
		if endpoint != nil {
			errs = append(errs, endpoint.Close(ctx))
		}
	}
	if r.pooler != nil {
		errs = append(errs, r.pooler.Close(ctx))
	}
	switch {
	case r.owned:
		errs = append(errs, r.server.Close(ctx))
	case r.database != nil:
		errs = append(errs, r.database.Drop(ctx))
	}
	return errors.Join(errs...)
}

// namedInjection is an injection that knows its fault's name.
type namedInjection struct {
	fault.Injection
	fault fault.Fault
	mark  uint64 // of the recording, when it was injected
	line  string // where a test injected it
}

// String is the fault's name.
func (i *namedInjection) String() string { return i.fault.Name() }

// unfired says that it never fired: where it waited, what came instead, and who injected it.
func (i *namedInjection) unfired(conversation []wire.Message) string {
	text := "fault " + i.String() + " never fired"
	if where := fault.Where(i.fault); where != "" {
		text += " (" + where + ")"
	}
	text += ": " + fault.Instead(i.fault, conversation)
	if i.line != "" {
		text += "; injected at " + i.line
	}
	return text
}

// Heal ends the fault.
func (i *namedInjection) Heal(ctx context.Context) error {
	if err := i.Injection.Heal(ctx); err != nil {
		return fmt.Errorf("heal %s: %w", i, err)
	}
	return nil
}
