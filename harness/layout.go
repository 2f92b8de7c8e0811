package harness

import (
	"context"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness/internal/poll"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/proxy"
)

// Layout says what stands behind the address that a rig gives. Its zero value is a database on the shared server.
type Layout struct {
	// Own gives the rig a server of its own, which faults may harm. Extras imply it.
	Own bool
	// Extras are what that server has beyond others.
	Extras postgres.Extras
	// Standby says where the rig's address leads, where the server has a standby.
	Standby Place
	// Pooler puts a pgbouncer between the endpoint and the server, in that mode; "" puts none.
	Pooler postgres.PoolMode
	// Copies gives the rig a copy of a database in the place of an empty one. It is of the shared server, and excludes Own.
	Copies *postgres.Copies
	// Keep is how many entries of the conversation are kept; 0 means the wire stage's default.
	Keep int
	// Bytes is how many bytes of a message's body are kept; 0 is none.
	Bytes int
	// Transcript is how many bytes are kept of what clients were given; 0 is none.
	Transcript int
	// PoolerSettings are further settings of the pgbouncer, by the names of its manual.
	PoolerSettings map[string]string
}

// Place is where the address of a rig leads, where its server has a standby.
type Place string

// The places.
const (
	// PrimaryOnly is the server alone, and says nothing of its standby.
	PrimaryOnly Place = ""
	// StandbyOnly is the standby alone; what the rig itself asks, it asks of the server.
	StandbyOnly Place = "only"
	// StandbyFirst is two hosts, the standby first, each by an endpoint. Faults of the wire act on the server's.
	StandbyFirst Place = "first"
	// StandbySecond is two hosts, the standby second.
	StandbySecond Place = "second"
)

// errPlace says that there is no place of that name.
var errPlace = errors.New(`standby is "only", "first", "second" or empty`)

// OpenAs makes a rig with such a layout: on srv itself, or on a server of its own like it. Where that can't be had the
// error is postgres.ErrUnavailable.
func OpenAs(ctx context.Context, srv *postgres.Server, layout Layout) (_ *Rig, err error) {
	r := &Rig{server: srv}
	defer func() {
		if err != nil {
			closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeLimit)
			defer cancel()
			err = errors.Join(err, r.Close(closing))
		}
	}()
	switch layout.Standby {
	case PrimaryOnly:
	case StandbyOnly, StandbyFirst, StandbySecond:
		layout.Extras.Standby = true
	default:
		return r, errPlace
	}
	if layout.Own || layout.Extras != (postgres.Extras{}) {
		if r.server, err = srv.Own(ctx, layout.Extras); err != nil {
			return r, fmt.Errorf("start a server of the rig's own: %w", err)
		}
		r.owned = true
	}
	return r, r.build(ctx, layout)
}

// build makes the database, and what stands before it.
func (r *Rig) build(ctx context.Context, layout Layout) (err error) {
	r.place = layout.Standby
	take := r.server.Database
	if layout.Copies != nil {
		take = layout.Copies.Database
	}
	if r.database, err = take(ctx); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	r.MarkServerLog()
	upstream := r.server.Addr()
	if layout.Pooler != "" {
		if r.pooler, err = r.database.Pooler(ctx, layout.Pooler, layout.PoolerSettings); err != nil {
			return fmt.Errorf("start pooler: %w", err)
		}
		upstream = r.pooler.Addr()
	}
	if r.place == StandbyOnly {
		upstream = r.server.StandbyAddr()
	}
	if r.endpoint, err = proxy.Open(ctx, proxy.Config{Upstream: upstream, Keep: layout.Keep, Bytes: layout.Bytes, Transcript: layout.Transcript}); err != nil {
		return fmt.Errorf("open endpoint: %w", err)
	}
	if r.place == StandbyFirst || r.place == StandbySecond {
		if r.second, err = proxy.Open(ctx, proxy.Config{Upstream: r.server.StandbyAddr()}); err != nil {
			return fmt.Errorf("open endpoint of standby: %w", err)
		}
	}
	return nil
}

// FollowStandby leads the rig's address, and all that the rig itself asks, to the standby, which has taken over.
func (r *Rig) FollowStandby(ctx context.Context) error {
	if err := r.server.FollowStandby(ctx); err != nil {
		return fmt.Errorf("follow the standby: %w", err)
	}
	r.endpoint.Redirect(r.server.Addr())
	return nil
}

// addrs are the addresses that a client is given, in its order.
func (r *Rig) addrs() []string {
	switch {
	case r.second == nil:
		return []string{r.endpoint.Addr()}
	case r.place == StandbyFirst:
		return []string{r.second.Addr(), r.endpoint.Addr()}
	default:
		return []string{r.endpoint.Addr(), r.second.Addr()}
	}
}

// CatchUp waits until the standby, where there is one that still is a standby, has all that the server holds now.
func (r *Rig) CatchUp(ctx context.Context) error {
	standby, _ := r.server.Standby()
	if standby == nil {
		return nil
	}
	// Of the standby itself: the server hears of its position when it is told, or not at all.
	alone, err := standby.Admin(ctx, "SELECT NOT pg_is_in_recovery()")
	if err != nil {
		return fmt.Errorf("ask standby whether it is one: %w", err)
	}
	if alone[0][0] == "t" {
		return nil
	}
	position, err := r.Admin(ctx, "SELECT pg_current_wal_flush_lsn()")
	if err != nil {
		return fmt.Errorf("ask for the server's position: %w", err)
	}
	err = poll.Until(ctx, func(ctx context.Context) (bool, error) {
		reached, err := standby.Admin(ctx, "SELECT pg_last_wal_replay_lsn() >= '"+position[0][0]+"'")
		return err == nil && reached[0][0] == "t", err
	})
	if err != nil {
		return fmt.Errorf("see the standby catch up: %w", err)
	}
	return nil
}
