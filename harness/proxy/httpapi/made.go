package httpapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/proxy"
)

// made is an endpoint that a client has made: what stands behind it is not ours, and only the conversation can be broken.
type made struct {
	*proxy.Endpoint
}

var _ Env = made{}

const notOurs = "what stands behind this endpoint is not ours"

var errNotOurs = errors.New(notOurs)

func (m made) Inject(ctx context.Context, f fault.Fault) (fault.Injection, error) {
	if ok, why := f.Available(m); !ok {
		return nil, fmt.Errorf("inject %s: not available here: %s", f.Name(), why)
	}
	injection, err := f.Inject(ctx, m)
	if err != nil {
		return nil, fmt.Errorf("inject %s: %w", f.Name(), err)
	}
	return injection, nil
}

func (m made) Admin(context.Context, string, ...any) ([][]string, error) { return nil, errNotOurs }
func (m made) Control() (fault.Control, string)                          { return nil, notOurs }
func (m made) Container() (fault.ContainerControl, string)               { return nil, notOurs }
func (m made) Standby() (fault.Control, string)                          { return nil, notOurs }
func (m made) KeyPair() (*tls.Certificate, string)                       { return nil, notOurs }
func (m made) WALDisk() (fault.WALDisk, string)                          { return nil, notOurs }
func (m made) PoolerControl() (fault.PoolerControl, string)              { return nil, notOurs }
func (m made) DatabaseControl() fault.DatabaseControl                    { return noDatabase{} }

// noDatabase refuses what would be done to a database.
type noDatabase struct{}

func (noDatabase) DropWhileInUse(context.Context) error { return errNotOurs }
func (noDatabase) CreateAgain(context.Context) error    { return errNotOurs }
func (noDatabase) Occupy(context.Context) (int, func(context.Context) error, error) {
	return 0, nil, errNotOurs
}
