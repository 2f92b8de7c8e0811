package fault

import (
	"context"
	"crypto/tls"

	"github.com/pgfault/pgfault/harness/wire"
)

// Certificate ends the encryption of clients that ask for it, with a certificate that is good, expired, of another host
// or of an authority that nobody trusts. It is for those who connect from then on. With a good one, all other faults can
// act inside an encrypted conversation. The authority that clients are to trust is the wire stage's.
type Certificate struct {
	// Kind is good, expired, wrong_host or untrusted.
	Kind wire.CertificateKind `json:"kind" yaml:"kind"`
	// Encrypt encrypts to the server as well, which must want that. A client that binds its channel then sees that
	// somebody is in between, and refuses.
	Encrypt bool `json:"encrypt,omitempty" yaml:"encrypt,omitempty"`
}

// Name implements Fault.
func (Certificate) Name() string { return "certificate" }

// Available implements Fault.
func (Certificate) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired for each connection on which the certificate was shown.
func (f Certificate) Inject(_ context.Context, env Env) (Injection, error) {
	authority, err := env.Stage().Authority()
	if err != nil {
		return nil, err
	}
	cert, err := authority.Issue(f.Kind)
	if err != nil {
		return nil, &ConfigError{Fault: f.Name(), Why: err.Error()}
	}
	show := wire.TLS{Certificate: cert}
	if f.Encrypt {
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
