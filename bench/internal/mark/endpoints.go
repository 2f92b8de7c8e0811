package mark

import (
	"context"
	"errors"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/harness/wire"
)

// endpoints are the ways to one server: straight, and by each kind of proxy.
type endpoints struct {
	names  []string
	addrs  []string
	closes []func(ctx context.Context) error
}

// The places of the ways in fronts.
const (
	direct = iota
	stage
	plainCopy
	bufferCopy
	toxiproxy
)

// openEndpoints opens all ways to upstream.
func openEndpoints(ctx context.Context, upstream string) (_ *endpoints, err error) {
	f := &endpoints{names: []string{"direct"}, addrs: []string{upstream}}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.close(ctx))
		}
	}()
	s, err := wire.Listen(ctx, wire.Config{Upstream: upstream})
	if err != nil {
		return nil, err
	}
	f.add("wire stage", s.Addr(), s.Close)
	spliced, err := peer.OpenPlainCopy(ctx, upstream)
	if err != nil {
		return nil, err
	}
	f.add("io.Copy, spliced", spliced.Addr(), func(context.Context) error { return spliced.Close() })
	buffered, err := peer.OpenBufferCopy(ctx, upstream)
	if err != nil {
		return nil, err
	}
	f.add("plain copy", buffered.Addr(), func(context.Context) error { return buffered.Close() })
	toxic, err := peer.OpenToxiproxy(upstream)
	if err != nil {
		return nil, err
	}
	f.add("toxiproxy", toxic.Addr(), func(context.Context) error { return toxic.Close() })
	return f, nil
}

func (f *endpoints) add(name, addr string, closing func(ctx context.Context) error) {
	f.names, f.addrs, f.closes = append(f.names, name), append(f.addrs, addr), append(f.closes, closing)
}

func (f *endpoints) close(ctx context.Context) error {
	var errs []error
	for _, closing := range f.closes {
		errs = append(errs, closing(ctx))
	}
	return errors.Join(errs...)
}
