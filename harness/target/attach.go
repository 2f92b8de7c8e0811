package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// EnvAttach is the variable that has a shim connect to an address, in the place of its stdin and stdout.
const EnvAttach = "PGFAULT_ATTACH"

// Attached is a target that is a shim which somebody starts by hand: under a debugger, in a container. It connects to the
// listener, and serves until it ends; another one is then waited for.
type Attached struct {
	// Listener is where shims connect. Closing it is its owner's affair.
	Listener net.Listener
	// Waiting, if set, is called when a shim is waited for.
	Waiting func()
	// NoDeadlines has the shim take all the time that it wants: no operation has a deadline, and none is given up.
	NoDeadlines bool

	mu   sync.Mutex
	inst *shimInstance // that has connected; nil where none has
}

// Name implements Target. What the shim is called it says itself.
func (a *Attached) Name() string { return "attached" }

// Start gives the shim that is there, or waits for one until ctx ends. There is one at a time.
func (a *Attached) Start(ctx context.Context) (Instance, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.inst == nil || a.inst.failure() != nil {
		inst, err := a.accept(ctx)
		if err != nil {
			return nil, fmt.Errorf("wait for a shim on %s: %w", a.Listener.Addr(), err)
		}
		a.inst = inst
	}
	return attachedInstance{a.inst, a.NoDeadlines}, nil
}

func (a *Attached) accept(ctx context.Context) (*shimInstance, error) {
	if a.Waiting != nil {
		a.Waiting()
	}
	stop := context.AfterFunc(ctx, func() { _ = setDeadline(a.Listener, time.Now()) })
	defer func() {
		if !stop() {
			_ = setDeadline(a.Listener, time.Time{})
		}
	}()
	conn, err := a.Listener.Accept()
	if err != nil {
		return nil, errors.Join(context.Cause(ctx), err)
	}
	inst := newShimInstance(&caller{conn: conn})
	limited, cancel := context.WithTimeoutCause(ctx, DefaultHelloTimeout, fmt.Errorf("the limit for hello is %s", DefaultHelloTimeout))
	defer cancel()
	if a.NoDeadlines {
		limited = ctx
	}
	if err := inst.greet(limited); err != nil {
		return nil, errors.Join(err, inst.kill())
	}
	return inst, nil
}

func setDeadline(l net.Listener, at time.Time) error {
	if l, ok := l.(interface{ SetDeadline(at time.Time) error }); ok {
		return l.SetDeadline(at)
	}
	return nil
}

// Close ends the shim that has connected: it sees the end of what it reads.
func (a *Attached) Close(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.inst == nil {
		return nil
	}
	err := a.inst.Close(ctx)
	a.inst = nil
	return err
}

// attachedInstance is a shim that outlives the run's need of it: it was not started here.
type attachedInstance struct {
	*shimInstance
	noDeadlines bool
}

// Do implements Instance.
func (a attachedInstance) Do(ctx context.Context, req Request) (Answer, error) {
	if a.noDeadlines {
		req.TimeoutMS, req.CallTimeoutMS = 0, 0
		ctx = context.WithoutCancel(ctx)
	}
	return a.shimInstance.Do(ctx, req)
}

// Close implements Instance.
func (a attachedInstance) Close(context.Context) error { return nil }

// caller is a shim that has connected.
type caller struct {
	conn net.Conn
	once sync.Once
}

func (c *caller) input() peerInput { return c.conn }

func (c *caller) output() io.Reader { return c.conn }

func (c *caller) takeLog() string { return "" }

func (c *caller) died() error { return &DiedError{Status: "it has closed its connection"} }

func (c *caller) leave(context.Context) {}

func (c *caller) kill() { c.once.Do(func() { _ = c.conn.Close() }) }

// ServeMain is what a shim's main calls: it serves on stdin and stdout, or, where EnvAttach is set, on a connection to that
// address.
func ServeMain(ctx context.Context, inst Instance) error {
	address := os.Getenv(EnvAttach)
	if address == "" {
		return Serve(ctx, os.Stdin, os.Stdout, inst)
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return errors.Join(fmt.Errorf("attach to pgfault: %w", err), inst.Close(ctx))
	}
	return errors.Join(Serve(ctx, conn, conn, inst), conn.Close())
}
