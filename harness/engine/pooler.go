package engine

import (
	"context"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// awaitPooler waits until a pooler answers again whose server may have been harmed. It remembers a login that failed, and turns
// away whoever comes next for it, before it tries once more: that would be the first question of the recovery, and no
// fault of the target's. A pooler that does not answer within the limit is found there too.
func (r *run) awaitPooler(ctx context.Context) {
	pooler := r.rig.Pooler()
	if pooler == nil || r.rig.Server() == r.cfg.Server {
		return // One that all use is not harmed.
	}
	dsn := r.rig.Database().DSN(pooler.Addr()) // not by the endpoint, whose record is the target's
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	_ = poll.Until(ctx, func(ctx context.Context) (bool, error) { return EndpointWorks(ctx, dsn) == nil, nil })
}
