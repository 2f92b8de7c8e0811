package proxy

import (
	"context"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// Config is how an endpoint is set up.
type Config struct {
	// Upstream is the server's address, host:port.
	Upstream string
	// Listen is where clients connect to, host:port; empty means 127.0.0.1 and a port that is free.
	Listen string
	// Keep is how many entries the wire stage's recording keeps; 0 means its default.
	Keep int
	// Bytes is how many bytes of a message's body it keeps; 0 is none.
	Bytes int
	// Transcript is how many bytes it keeps of what clients were given; 0 is none.
	Transcript int
}

// Endpoint is an address that a client connects to, with the wire stage and toxiproxy between it and the server.
type Endpoint struct {
	stage  *wire.Stage
	toxics *toxics
}

// Open starts an endpoint. It outlives ctx; it ends with Close.
func Open(ctx context.Context, cfg Config) (*Endpoint, error) {
	toxics, err := openToxics(ctx, cfg.Upstream)
	if err != nil {
		return nil, fmt.Errorf("start toxiproxy: %w", err)
	}
	stage, err := wire.Listen(ctx, wire.Config{
		Upstream: toxics.port.Addr(), Listen: cfg.Listen, Keep: cfg.Keep, Bytes: cfg.Bytes, Transcript: cfg.Transcript, Dialed: toxics.dialed,
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start wire stage: %w", err), toxics.close(ctx))
	}
	return &Endpoint{stage: stage, toxics: toxics}, nil
}

// Addr is where clients connect to, host:port.
func (e *Endpoint) Addr() string { return e.stage.Addr() }

// Redirect has connections from then on lead to another server, host:port; those that there are stay.
func (e *Endpoint) Redirect(upstream string) { e.toxics.upstream.Store(&upstream) }

// Stage is the wire stage.
func (e *Endpoint) Stage() *wire.Stage { return e.stage }

// Toxics is toxiproxy.
func (e *Endpoint) Toxics() fault.Toxics { return e.toxics }

// Close ends all connections and waits until nothing runs any more, or ctx ends. It may be called again.
func (e *Endpoint) Close(ctx context.Context) error {
	return errors.Join(e.stage.Close(ctx), e.toxics.close(ctx))
}
