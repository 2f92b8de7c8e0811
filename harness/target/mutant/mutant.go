// Package mutant holds targets that are wrong on purpose: each does one thing that a library, a framework or a program has
// really done. A scenario that no mutant fails checks nothing; a mutant that fails nowhere is a mistake that the catalogue
// does not see.
package mutant

import (
	"context"
	"slices"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

// Mutant is a target that is the reference but for one mistake.
type Mutant struct {
	// Mistake says in one line what it does wrong.
	Mistake string
	// Blunt is a mutant that fails wherever there is something to do: that it fails a scenario proves little.
	Blunt bool
	// Waits is a mutant that makes the rig wait for its limits: many scenarios can be run on it at a time.
	Waits bool

	name string
	// terse is a mutant that says nothing of its connections, and of a failure no more than the server's code: what it does
	// wrong must be seen without a word of it.
	terse bool
	// base is what the mistake is made over; nil means the reference target.
	base func(name string) target.Target
	// wrap makes the mistake, over an instance.
	wrap func(*instance) doer
}

// doer is an instance's Do.
type doer func(ctx context.Context, req target.Request) (target.Answer, error)

// Name implements target.Target.
func (m Mutant) Name() string { return m.name }

// Start implements target.Target.
func (m Mutant) Start(ctx context.Context) (target.Instance, error) {
	base := reference.New()
	if m.base != nil {
		base = m.base(m.name)
	}
	inner, err := base.Start(ctx)
	if err != nil {
		return nil, err
	}
	in := &instance{Instance: inner, name: m.name, terse: m.terse}
	in.do = m.wrap(in)
	if m.terse {
		in.do = tersely(in.do)
	}
	return in, nil
}

// instance is a running mutant.
type instance struct {
	target.Instance
	name  string
	terse bool
	do    doer

	once sync.Once
	ends []func() // what is to be ended before the instance that it is made over
}

// Hello implements target.Instance.
func (in *instance) Hello() target.Hello {
	h := in.Instance.Hello()
	h.Name = in.name
	if in.terse {
		h.Reports = []target.Report{target.ReportSQLState}
		h.Capabilities = slices.DeleteFunc(slices.Clone(h.Capabilities), func(c target.Capability) bool {
			return c == target.CapStatus || c == target.CapClass
		})
	}
	return h
}

// Do implements target.Instance.
func (in *instance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	return in.do(ctx, req)
}

// Close implements target.Instance.
func (in *instance) Close(ctx context.Context) error {
	in.once.Do(func() {
		for _, end := range in.ends {
			end()
		}
	})
	return in.Instance.Close(ctx)
}

// right is what the instance does that the mistake is made over.
func (in *instance) right(ctx context.Context, req target.Request) (target.Answer, error) {
	return in.Instance.Do(ctx, req)
}
