package peer

import (
	"context"
	"fmt"
	"strings"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Toxiproxy is toxiproxy as it is, in this process, with no part of the rig around it.
type Toxiproxy struct{ proxy *toxiproxy.Proxy }

// OpenToxiproxy starts a proxy.
func OpenToxiproxy(upstream string) (*Toxiproxy, error) {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "bench", "127.0.0.1:0", upstream)
	if err := proxy.Start(); err != nil {
		return nil, fmt.Errorf("start toxiproxy: %w", err)
	}
	return &Toxiproxy{proxy}, nil
}

// Addr is where clients connect to.
func (t *Toxiproxy) Addr() string { return t.proxy.Listen }

// Add adds a toxic, given as JSON.
func (t *Toxiproxy) Add(toxic string) error {
	_, err := t.proxy.Toxics.AddToxicJson(strings.NewReader(toxic))
	if err != nil {
		return fmt.Errorf("add toxic: %w", err)
	}
	return nil
}

// Remove removes a toxic.
func (t *Toxiproxy) Remove(ctx context.Context, name string) error {
	if err := t.proxy.Toxics.RemoveToxic(ctx, name); err != nil {
		return fmt.Errorf("remove toxic: %w", err)
	}
	return nil
}

// Close ends the proxy and its connections.
func (t *Toxiproxy) Close() error {
	t.proxy.Stop()
	return nil
}
