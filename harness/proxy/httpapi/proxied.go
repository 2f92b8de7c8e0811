package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"

	toxiproxy "github.com/Shopify/toxiproxy/v2"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/proxy"
)

// proxied is an endpoint, as the API shows it.
type proxied struct {
	server                 *Server
	name, listen, upstream string
	enabled                bool
	env                    Env             // nil while one of a client's own has never been enabled
	endpoint               *proxy.Endpoint // of a client's own; nil where it is somebody else's
	book                   *toxiproxy.ToxicCollection
	toxics                 []*toxic
}

// settings are what a client writes of a proxy.
type settings struct {
	Name     string `json:"name"`
	Listen   string `json:"listen"`
	Upstream string `json:"upstream"`
	Enabled  *bool  `json:"enabled"`
}

// view is a proxy as it is told.
type view struct {
	Name     string `json:"name"`
	Listen   string `json:"listen"`
	Upstream string `json:"upstream"`
	Enabled  bool   `json:"enabled"`
	Toxics   []any  `json:"toxics"`
}

func (p *proxied) shown() (view, error) {
	all, err := p.shownToxics()
	return view{p.name, p.listen, p.upstream, p.enabled, all}, err
}

// shownToxics are the toxics in toxiproxy's order: those of the client's way first.
func (p *proxied) shownToxics() ([]any, error) {
	out := []any{}
	for _, up := range []bool{true, false} {
		for _, t := range p.toxics {
			if t.upstream() != up {
				continue
			}
			one, err := t.shown()
			if err != nil {
				return nil, err
			}
			out = append(out, one)
		}
	}
	return out, nil
}

func (p *proxied) toxic(name string) *toxic {
	for _, t := range p.toxics {
		if t.name() == name {
			return t
		}
	}
	return nil
}

func (p *proxied) forget(t *toxic) {
	p.toxics = slices.DeleteFunc(p.toxics, func(one *toxic) bool { return one == t })
}

// open makes the endpoint of a client's own, with the toxics that there are.
func (p *proxied) open() error {
	endpoint, err := proxy.Open(p.server.ctx, proxy.Config{Upstream: p.upstream, Listen: p.listen})
	if err != nil {
		return fmt.Errorf("open endpoint: %w", err)
	}
	p.endpoint, p.env, p.listen = endpoint, made{endpoint}, endpoint.Addr()
	if p.server.cfg.Opened != nil {
		p.server.cfg.Opened(p.name, endpoint.Stage())
	}
	for _, t := range p.toxics {
		if err := p.apply(t); err != nil {
			return err
		}
	}
	return nil
}

// close ends the endpoint, where it is a client's own.
func (p *proxied) close(ctx context.Context) error {
	if p.endpoint == nil {
		return nil
	}
	err := p.endpoint.Close(ctx)
	p.endpoint = nil
	if err != nil {
		return fmt.Errorf("close endpoint: %w", err)
	}
	return nil
}

// enable has the endpoint listen, or refuse whoever comes and end those who are there.
func (p *proxied) enable(on bool) error {
	if on == p.enabled {
		return nil
	}
	stage := p.env.Stage()
	if on {
		if err := stage.Resume(); err != nil {
			return fmt.Errorf("listen again: %w", err)
		}
	} else {
		if err := stage.Refuse(); err != nil {
			return fmt.Errorf("stop to listen: %w", err)
		}
		ending, err := fault.Close{}.Inject(p.server.ctx, p.env)
		if err == nil {
			err = ending.Heal(p.server.ctx)
		}
		if err != nil {
			return fmt.Errorf("end connections: %w", err)
		}
	}
	p.enabled = on
	p.server.tell("%s: %s", p.name, map[bool]string{true: "enabled", false: "disabled"}[on])
	return nil
}

// update does what a client has written of a proxy that there is.
func (p *proxied) update(ctx context.Context, in settings) error {
	moved, err := differs(p.listen, in.Listen)
	if err != nil {
		return err
	}
	if moved || in.Upstream != p.upstream {
		if p.endpoint == nil {
			return &toxiproxy.ApiError{Message: "proxy " + p.name + " is made elsewhere: its listen and upstream stay as they are", StatusCode: http.StatusBadRequest}
		}
		was := p.enabled
		if err := p.close(ctx); err != nil {
			return err
		}
		p.listen, p.upstream, p.enabled = in.Listen, in.Upstream, true
		if err := p.open(); err != nil {
			return err
		}
		if err := p.enable(was); err != nil {
			return err
		}
	}
	return p.enable(*in.Enabled)
}

// differs tells whether two addresses are not the same, as toxiproxy compares them.
func differs(one, other string) (bool, error) {
	a, err := net.ResolveTCPAddr("tcp", one)
	if err != nil {
		return false, err
	}
	b, err := net.ResolveTCPAddr("tcp", other)
	if err != nil {
		return false, err
	}
	return a.Port != b.Port || !a.IP.Equal(b.IP), nil
}

// removeAll ends all toxics.
func (p *proxied) removeAll() error {
	var errs []error
	for len(p.toxics) > 0 {
		errs = append(errs, p.removeToxic(p.toxics[len(p.toxics)-1]))
	}
	return errors.Join(errs...)
}

// reset ends all toxics, and has the endpoint listen.
func (p *proxied) reset() error {
	if err := p.enable(true); err != nil {
		return err
	}
	return p.removeAll()
}
