package sweep_test

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

// double is the reference, which does the operations in its own way.
type double struct {
	target.Target
	do func(ctx context.Context, inst target.Instance, req target.Request) (target.Answer, error)
}

func doing(do func(context.Context, target.Instance, target.Request) (target.Answer, error)) double {
	return double{reference.New(), do}
}

func (d double) Start(ctx context.Context) (target.Instance, error) {
	inst, err := d.Target.Start(ctx)
	return doubleInstance{inst, d}, err
}

type doubleInstance struct {
	target.Instance
	double double
}

func (i doubleInstance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	return i.double.do(ctx, i.Instance, req)
}
