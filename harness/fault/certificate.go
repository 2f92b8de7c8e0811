package fault

import (
	"context"
	"crypto/tls"

	"github.com/pgfault/pgfault/harness/wire"
)

// Certificate ends the encryption of clients that ask for it, so that all other faults can act inside of it. It is for
// those who connect from then on. It shows the server's own certificate, and encrypts to the server as well: then nobody can
// tell, not even one who binds its channel (channel_binding=require). Or it shows one that is good, expired, of another host
// or of an authority that nobody trusts, whose authority that clients are to trust is the wire stage's.
type Certificate struct {
	// Kind is good, expired, wrong_host or untrusted; empty is the server's own, where it has TLS of ours.
	Kind wire.CertificateKind `json:"kind,omitempty" yaml:"kind,omitempty"`
	// Encrypt encrypts to the server as well, which must want that; it is implied where Kind is empty. A client that binds
	// its channel, as libpq does by itself where the server can, sees by any other certificate than the server's own that
	// somebody is in between, and refuses. To hide from it that the server can would help nothing: it says that it could,
	// and the server refuses.
	Encrypt bool `json:"encrypt,omitempty" yaml:"encrypt,omitempty"`
}

// Name implements Fault.
func (Certificate) Name() string { return "certificate" }

// Available implements Fault.
func (f Certificate) Available(env Env) (bool, string) {
	if f.Kind != "" {
		return always()
	}
	pair, reason := env.KeyPair()
	return pair != nil, reason
}

// Inject implements Fault. It has fired for each connection on which the certificate was shown.
func (f Certificate) Inject(_ context.Context, env Env) (Injection, error) {
	var show wire.TLS
	if f.Kind == "" {
		pair, reason := env.KeyPair()
		if pair == nil {
			return nil, &ConfigError{Fault: f.Name(), Why: reason}
		}
		show.Certificate = *pair
	} else {
		authority, err := env.Stage().Authority()
		if err != nil {
			return nil, err
		}
		if show.Certificate, err = authority.Issue(f.Kind); err != nil {
			return nil, &ConfigError{Fault: f.Name(), Why: err.Error()}
		}
	}
	if f.Encrypt || f.Kind == "" {
		show.Upstream = &tls.Config{InsecureSkipVerify: true} // the server is the rig's own, on the loopback interface
	}
	return &certificate{name: f.Name(), termination: env.Stage().Terminate(show)}, nil
}

type certificate struct {
	name        string
	termination *wire.Termination
}

func (c *certificate) Fired() []Firing { return firings(c.name, c.termination.Shown()) }

func (c *certificate) Heal(context.Context) error {
	c.termination.End()
	return nil
}
