package proxy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/port"
)

// removeLimit is how long a removal may wait for peers that don't read. Toxiproxy drops data after 5 s, silently.
const removeLimit = 4 * time.Second

// cutLimit is how long a change may take once the connections are cut, with which nothing is left to wait for.
const cutLimit = time.Second

// toxics is toxiproxy, and the listener in front of it. Each connection has a collection of toxics of its own, so that it
// is decided here which of them a toxic acts on, and one that hangs holds up no other.
type toxics struct {
	upstream atomic.Pointer[string]
	port     *port.Port
	server   *toxiproxy.ApiServer
	ctx      context.Context
	cancel   context.CancelFunc
	work     sync.WaitGroup

	mu          sync.Mutex
	ln          *net.TCPListener // nil while it is down
	links       map[*link]struct{}
	connNumbers map[string]chan int // the numbers of connections that come, by where from
	active      []active            // the toxics there are, in the order of their coming
	closed      bool
}

// active is a toxic that connections get when they come.
type active struct {
	fault.Toxic
	encoded []byte
}

func openToxics(ctx context.Context, upstream string) (*toxics, error) {
	prepare()
	ln, p, err := port.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on 127.0.0.1: %w", err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	t := &toxics{port: p, server: server, ln: ln, links: map[*link]struct{}{}, connNumbers: map[string]chan int{}}
	t.upstream.Store(&upstream)
	t.ctx, t.cancel = context.WithCancel(context.WithoutCancel(ctx))
	t.work.Go(func() {
		defer crash.Guard()
		t.accept(ln)
	})
	return t, nil
}

// collection makes an empty collection of toxics.
func (t *toxics) collection() *toxiproxy.ToxicCollection {
	return toxiproxy.NewProxy(t.server, "pgfault", t.port.Addr(), *t.upstream.Load()).Toxics
}

// Add implements fault.Toxics.
func (t *toxics) Add(ctx context.Context, toxic fault.Toxic) error {
	wanted := toxic
	wanted.Type, wanted.Toxicity = typeName(toxic.Type), 1 // on the connections that are chosen, always
	encoded, err := json.Marshal(wanted)
	if err != nil {
		return fmt.Errorf("encode toxic %s: %w", toxic.Type, err)
	}
	a := active{toxic, encoded}
	// Toxiproxy says what is wrong with it, also while no connection is there.
	if err := a.addTo(t.collection()); err != nil {
		return fmt.Errorf("add toxic %s: %w", toxic.Type, err)
	}
	t.mu.Lock()
	t.active = append(t.active, a)
	var chosen []*link
	for l := range t.links {
		if a.acts(l.number) {
			chosen = append(chosen, l)
		}
	}
	t.mu.Unlock()
	if err := t.each(ctx, chosen, a.addTo); err != nil {
		return errors.Join(fmt.Errorf("add toxic %s: %w", toxic.Type, err), t.Remove(ctx, toxic.Name))
	}
	return nil
}

func (a active) addTo(to *toxiproxy.ToxicCollection) error {
	_, err := to.AddToxicJson(bytes.NewReader(a.encoded))
	return err
}

// acts tells whether the toxic acts on a connection, which the seed and its number alone decide. Toxiproxy would throw its
// dice anew each time it is asked, and takes no seed.
func (a active) acts(conn int) bool {
	return a.Toxicity == 0 || rand.New(rand.NewPCG(uint64(a.Seed), uint64(conn))).Float32() < float32(a.Toxicity)
}

// Remove implements fault.Toxics. A toxic that is not there is no error. ErrCut says that connections had to be cut.
func (t *toxics) Remove(ctx context.Context, name string) error {
	t.mu.Lock()
	t.active = slices.DeleteFunc(t.active, func(a active) bool { return a.Name == name })
	links := slices.Collect(maps.Keys(t.links))
	t.mu.Unlock()
	err := t.each(ctx, links, func(of *toxiproxy.ToxicCollection) error {
		if err := of.RemoveToxic(t.ctx, name); !errors.Is(err, toxiproxy.ErrToxicNotFound) {
			return err
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove toxic %s: %w", name, err)
	}
	return nil
}

// each changes the toxics of some connections, side by side.
func (t *toxics) each(ctx context.Context, links []*link, change func(*toxiproxy.ToxicCollection) error) error {
	errs := make([]error, len(links))
	var changing sync.WaitGroup
	for i, l := range links {
		changing.Go(func() {
			defer crash.Guard()
			errs[i] = t.bounded(ctx, l, change)
		})
	}
	changing.Wait()
	return errors.Join(slices.Compact(errs)...)
}

// bounded runs a change of a connection's toxics. Where it does not come to an end, since a peer has stopped reading, it
// cuts the connection, with which it does.
func (t *toxics) bounded(ctx context.Context, l *link, change func(*toxiproxy.ToxicCollection) error) error {
	ctx, cancel := context.WithTimeout(ctx, removeLimit)
	defer cancel()
	done := make(chan error, 1)
	t.work.Go(func() {
		defer crash.Guard()
		done <- change(l.toxics)
	})
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	l.cut()
	grace := time.NewTimer(cutLimit)
	defer grace.Stop()
	select {
	case err := <-done:
		if err != nil {
			return errors.Join(err, ErrCut)
		}
		return ErrCut
	case <-grace.C:
		return errors.Join(ErrStuck, context.Cause(ctx))
	}
}

// Down implements fault.Toxics.
func (t *toxics) Down(context.Context) error {
	t.mu.Lock()
	ln := t.ln
	t.ln = nil
	t.mu.Unlock()
	if ln == nil {
		return nil
	}
	err := ln.Close()
	t.cutAll()
	if err != nil {
		return fmt.Errorf("close listener: %w", err)
	}
	return nil
}

// Up implements fault.Toxics.
func (t *toxics) Up(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.closed:
		return ErrClosed
	case t.ln != nil:
		return nil
	}
	ln, err := t.port.Listen(ctx)
	if err != nil {
		return fmt.Errorf("listen on %s again: %w", t.port.Addr(), err)
	}
	t.ln = ln
	t.work.Go(func() {
		defer crash.Guard()
		t.accept(ln)
	})
	return nil
}

func (t *toxics) cutAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for l := range t.links {
		l.cut()
	}
}

func (t *toxics) close(ctx context.Context) error {
	t.mu.Lock()
	t.closed = true
	links := slices.Collect(maps.Keys(t.links))
	t.mu.Unlock()
	t.cancel()
	err := t.Down(ctx)
	t.cutAll()
	t.port.Release()
	for _, l := range links { // What waits inside a toxic, for as long as that says, is let go.
		t.work.Go(func() {
			defer crash.Guard()
			l.toxics.ResetToxics(t.ctx)
		})
	}
	done := make(chan struct{})
	go func() {
		defer crash.Guard()
		t.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return err
	case <-ctx.Done():
		return errors.Join(err, fmt.Errorf("close toxiproxy: %w", context.Cause(ctx)))
	}
}
