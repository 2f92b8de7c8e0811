package engine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/postgres"
)

// The pulse of a run: how often it is felt, and how late a beat may be until what was judged meanwhile is in doubt. That is
// what an operation may take beyond its deadline. A daemon that runs the server is asked less often, and is gone where it has
// not answered for hostGone.
const (
	beatEvery     = 100 * time.Millisecond
	hostBeatEvery = time.Second
	beatLate      = time.Second
	hostGone      = 10 * time.Second
)

// beatSQL asks for a user, as the judge does who asks for his sessions: a server can be there and not answer that.
const beatSQL = "SELECT FROM pg_roles WHERE rolname = current_user"

// pulse knows when the judge itself stood still, when the server that all share did, and the daemon that runs it: who was
// judged then may have been late by no fault of its own.
type pulse struct {
	hearts []*heart
	end    context.CancelFunc
	ended  sync.WaitGroup
}

// heart is what has to beat.
type heart struct {
	what  string
	every time.Duration

	mu    sync.Mutex
	last  time.Time
	stops []stop
	// failed says that it was seen not to beat since the last beat.
	failed bool
}

// stop is a time in which a heart did not beat: for long, or since it could not.
type stop struct {
	from, to time.Time
	failed   bool
}

// feelPulse begins to feel the pulse, until stop is called. Where the daemon that runs the server is gone, gone is told why.
func feelPulse(ctx context.Context, srv *postgres.Server, gone func(error)) *pulse {
	ctx, end := context.WithCancel(context.WithoutCancel(ctx))
	p := &pulse{end: end}
	p.feel("the judge itself stood still for", beatEvery, func(h *heart) {
		h.beats(ctx, func() error { return nil })
	})
	p.feel("the server did not answer the judge for", beatEvery, func(h *heart) {
		var conn *pgx.Conn
		h.beats(ctx, func() (err error) {
			if conn == nil || conn.IsClosed() {
				conn, err = srv.AdminConn(ctx)
				return err
			}
			_, err = conn.Exec(ctx, beatSQL)
			return err
		})
		if conn != nil {
			_ = conn.Close(context.WithoutCancel(ctx)) // the server may be gone
		}
	})
	if host := srv.Host(); host != "" {
		p.feel(host+" did not answer the judge for", hostBeatEvery, func(h *heart) {
			h.beats(ctx, func() error {
				err := srv.HostAnswers(ctx, hostGone)
				if err != nil && ctx.Err() == nil {
					srv.AbandonHost()
					gone(err)
				}
				return err
			})
		})
	}
	return p
}

// feel has a heart beat from now on.
func (p *pulse) feel(what string, every time.Duration, beat func(*heart)) {
	h := &heart{what: what, every: every, last: time.Now()}
	p.hearts = append(p.hearts, h)
	p.ended.Go(func() {
		defer crash.Guard()
		beat(h)
	})
}

func (p *pulse) stop() {
	p.end()
	p.ended.Wait()
}

// stood says that a heart stood still since a time, and for how long; "" where none did.
func (p *pulse) stood(since time.Time) string {
	for _, h := range p.hearts {
		if longest := h.longest(since); longest > 0 {
			return fmt.Sprintf("%s %s", h.what, longest.Round(100*time.Millisecond))
		}
	}
	return ""
}

// beats beats again and again. One that fails is none: a server that ended the session and takes another, as one that somebody
// has restarted, was away, however short.
func (h *heart) beats(ctx context.Context, beat func() error) {
	tick := time.NewTicker(h.every)
	defer tick.Stop()
	for {
		if beat() == nil {
			h.beat(time.Now())
		} else if ctx.Err() == nil {
			h.fail()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (h *heart) beat(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failed || h.isLate(now.Sub(h.last)) {
		h.stops = append(h.stops, stop{h.last, now, h.failed})
	}
	h.last, h.failed = now, false
}

// isLate tells whether a beat is so long after the last that who was judged meanwhile may have been late himself.
func (h *heart) isLate(since time.Duration) bool { return since > h.every+beatLate }

func (h *heart) fail() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = true
}

// longest is for how long the heart stood still at most since a time, now included.
func (h *heart) longest(since time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	var longest time.Duration
	for _, s := range append(h.stops[:len(h.stops):len(h.stops)], stop{h.last, time.Now(), h.failed}) {
		if d := s.to.Sub(s.from); (s.failed || h.isLate(d)) && s.to.After(since) {
			longest = max(longest, d, beatEvery)
		}
	}
	return longest
}
