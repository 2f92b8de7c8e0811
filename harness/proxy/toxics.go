package proxy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/port"
)

// removeLimit is how long a removal may wait for peers that don't read. Toxiproxy drops data after 5 s, silently.
const removeLimit = 4 * time.Second

// cutLimit is how long a change may take once the connections are cut, with which nothing is left to wait for.
const cutLimit = time.Second

// toxics is toxiproxy, and the listener in front of it.
type toxics struct {
	upstream string
	port     *port.Port
	server   *toxiproxy.ApiServer
	proxy    *toxiproxy.Proxy
	ctx      context.Context
	cancel   context.CancelFunc
	work     sync.WaitGroup

	mu     sync.Mutex
	ln     *net.TCPListener // nil while it is down
	links  map[*link]struct{}
	coming int
	resets map[string]bool // the reset_peer toxics there are
	closed bool
}

func openToxics(ctx context.Context, upstream string) (*toxics, error) {
	prepare()
	ln, p, err := port.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on 127.0.0.1: %w", err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	t := &toxics{
		upstream: upstream, port: p, server: server, proxy: toxiproxy.NewProxy(server, "pgfault", p.Addr(), upstream),
		ln: ln, links: map[*link]struct{}{}, resets: map[string]bool{},
	}
	t.ctx, t.cancel = context.WithCancel(context.WithoutCancel(ctx))
	t.work.Go(func() { t.accept(ln) })
	return t, nil
}

// Add implements fault.Toxics. A toxicity of 0 means 1: each connection.
func (t *toxics) Add(ctx context.Context, toxic fault.Toxic) error {
	if toxic.Toxicity == 0 {
		toxic.Toxicity = 1
	}
	name := toxic.Type
	toxic.Type = typeName(name)
	encoded, err := json.Marshal(toxic)
	if err != nil {
		return fmt.Errorf("encode toxic %s: %w", name, err)
	}
	err = t.bounded(ctx, func() error {
		_, err := t.proxy.Toxics.AddToxicJson(bytes.NewReader(encoded))
		return err
	})
	if err != nil {
		return fmt.Errorf("add toxic %s: %w", name, err)
	}
	if name == "reset_peer" {
		t.mu.Lock()
		t.resets[toxic.Name] = true
		t.mu.Unlock()
	}
	return nil
}

// Remove implements fault.Toxics. A toxic that is not there is no error. ErrCut says that connections had to be cut.
func (t *toxics) Remove(ctx context.Context, name string) error {
	t.mu.Lock()
	delete(t.resets, name)
	t.mu.Unlock()
	err := t.bounded(ctx, func() error { return t.proxy.Toxics.RemoveToxic(t.ctx, name) })
	if err != nil && !errors.Is(err, toxiproxy.ErrToxicNotFound) {
		return fmt.Errorf("remove toxic %s: %w", name, err)
	}
	return nil
}

// bounded runs a change of the toxics. Where it does not come to an end, since a peer has stopped reading, it cuts the
// connections, with which it does.
func (t *toxics) bounded(ctx context.Context, change func() error) error {
	ctx, cancel := context.WithTimeout(ctx, removeLimit)
	defer cancel()
	done := make(chan error, 1)
	t.work.Go(func() { done <- change() })
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	t.cutAll()
	grace := time.NewTimer(cutLimit)
	defer grace.Stop()
	select {
	case err := <-done:
		return errors.Join(err, ErrCut)
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
	t.work.Go(func() { t.accept(ln) })
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
	t.mu.Unlock()
	t.cancel()
	err := t.Down(ctx)
	t.cutAll()
	t.port.Release()
	// What waits inside a toxic, for as long as that says, is let go.
	t.work.Go(func() { t.proxy.Toxics.ResetToxics(t.ctx) })
	done := make(chan struct{})
	go func() {
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
