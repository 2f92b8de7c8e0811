package wrap

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/poll"
)

// Service says that the program is a server: it is started once, and judged by what a load sees of it.
type Service struct {
	// Ready tells when it is ready: a URL that answers with a status below 400, or a text that it writes.
	Ready string
	// Load is the command that asks something of it, and exits 0 where it got it. {SERVICE_PORT} in it, in Ready and in the arguments of
	// the program is a free port for the service, which also stands in PORT.
	Load []string
	// Recover is how long the service may take until a load succeeds again, when the fault is over, without being started again.
	Recover time.Duration
}

// DefaultRecover is the default of Service.Recover.
const DefaultRecover = 20 * time.Second

// The limits of a service's beginning and end.
const (
	askReady    = 2 * time.Second
	stopLimit   = 5 * time.Second // after it was asked to end
	betweenLoad = 100 * time.Millisecond
)

// running is a service that was started.
type running struct {
	stop  chan struct{} // closed when it is to end
	ended chan struct{} // closed when it has
	out   *output
	how   Ending // how it has ended
	err   error
}

// died tells whether it has ended by itself.
func (r *running) died() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

// listen takes a free port for the service. Nobody keeps it: it is the service that is to have it.
func (t *trial) listen(ctx context.Context) error {
	var config net.ListenConfig
	ln, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("find a port for the service: %w", err)
	}
	t.to.service = strconv.Itoa(ln.Addr().(*net.TCPAddr).Port)
	return ln.Close()
}

// serve starts the service, and waits until it is ready. Where it does not become so, it has ended, and how is told.
func (t *trial) serve(ctx context.Context, limit time.Duration) (ready bool, _ Ending, err error) {
	if err := t.listen(ctx); err != nil {
		return false, Ending{}, err
	}
	s, err := t.start(t.w.cfg.Command.Argv, 0, t.mark)
	if err != nil {
		return false, Ending{}, err
	}
	r := &running{stop: make(chan struct{}), ended: make(chan struct{}), out: new(output)}
	s.out, s.stop = r.out, r.stop
	go func() {
		defer crash.Guard()
		defer close(r.ended)
		r.how, r.err = s.run(context.WithoutCancel(ctx))
	}()
	t.service = r
	began := time.Now()
	waiting, cancel := context.WithTimeoutCause(ctx, limit, errNotReady)
	defer cancel()
	err = poll.Until(waiting, func(ctx context.Context) (bool, error) {
		select {
		case <-t.enough:
			return false, errNotReady // and enough is known of it
		default:
		}
		return r.died() || t.isReady(ctx), nil
	})
	switch {
	case r.died() && r.err != nil:
		t.service = nil
		return false, r.how, startFailure(s.argv[0], r.err)
	case r.died():
		t.service = nil
		if r.how.Exit == 0 {
			r.how.Exit = 1 // a service that ends is none
		}
		return false, r.how, nil
	case errors.Is(err, errNotReady):
		how, err := t.endService()
		how.Hung, how.EndedBy, how.TookMS = true, "SIGTERM", float64(time.Since(began).Milliseconds())
		return false, how, err
	}
	return err == nil, Ending{}, err
}

// errNotReady says that a service did not become ready.
var errNotReady = errors.New("the service is not ready")

// isReady tells whether the service is.
func (t *trial) isReady(ctx context.Context) bool {
	ready := t.to.fill(t.w.cfg.Service.Ready, t.folder)
	if !strings.HasPrefix(ready, "http://") {
		text, _ := t.service.out.text() // the end of it, which is enough where nobody asks anything of it yet
		return strings.Contains(text, ready)
	}
	ctx, cancel := context.WithTimeout(ctx, askReady)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, ready, nil)
	if err != nil {
		return false
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil && resp.StatusCode < http.StatusBadRequest
}

// endService ends the service, and tells how that went.
func (t *trial) endService() (Ending, error) {
	r := t.service
	if r == nil {
		return Ending{}, nil
	}
	t.service = nil
	close(r.stop)
	<-r.ended
	return r.how, r.err
}

// load starts the service where it does not run, and asks of it what the load asks.
func (t *trial) load(ctx context.Context, limit time.Duration) (Ending, error) {
	if t.service != nil && t.service.died() {
		t.service = nil
	}
	if t.service == nil {
		if ready, how, err := t.serve(ctx, max(limit, t.w.facts.ready*limitTimes)); err != nil || !ready {
			return how, err
		}
	}
	s, err := t.start(t.w.cfg.Service.Load, limit, t.mark+"-load")
	if err != nil {
		return Ending{}, err
	}
	s.waits, s.pause, s.enough = t.waits, t.pause, t.enough
	e, err := s.run(ctx)
	if err != nil && ctx.Err() == nil {
		return e, startFailure(s.argv[0], err)
	}
	if t.service.died() {
		e.Died = t.service.how.String()
		if said := t.service.how.Said; said != "" {
			e.Died += ": " + said
		}
	}
	return e, err
}

// recovered asks the load again and again, until it succeeds or the time of the service to recover is over.
func (t *trial) recovered(ctx context.Context, limit time.Duration) (e Ending, err error) {
	over := time.Now().Add(t.w.cfg.Service.Recover)
	for {
		if e, err = t.load(ctx, limit); err != nil || e.succeeded() || time.Now().After(over) {
			return e, err
		}
		select {
		case <-time.After(betweenLoad):
		case <-ctx.Done():
			return e, context.Cause(ctx)
		}
	}
}
