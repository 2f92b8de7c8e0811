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
// what an operation may take beyond its deadline.
const (
	beatEvery = 100 * time.Millisecond
	beatLate  = time.Second
)

// beatSQL asks for a user, as the judge does who asks for his sessions: a server can be there and not answer that.
const beatSQL = "SELECT FROM pg_roles WHERE rolname = current_user"

// pulse knows when the judge itself stood still, and when the server that all share did: who was judged then may have been
// late by no fault of its own.
type pulse struct {
	judge, server heart
	end           context.CancelFunc
	ended         sync.WaitGroup
}

// heart is what has to beat.
type heart struct {
	what string

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

// feelPulse begins to feel the pulse, until stop is called.
func feelPulse(ctx context.Context, srv *postgres.Server) *pulse {
	ctx, end := context.WithCancel(context.WithoutCancel(ctx))
	p := &pulse{judge: heart{what: "the judge itself stood still for", last: time.Now()}, server: heart{what: "the server did not answer the judge for", last: time.Now()}, end: end}
	p.ended.Go(func() {
		defer crash.Guard()
		p.judge.beats(ctx, func() error { return nil })
	})
	p.ended.Go(func() {
		defer crash.Guard()
		var conn *pgx.Conn
		p.server.beats(ctx, func() (err error) {
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
	return p
}

func (p *pulse) stop() {
	p.end()
	p.ended.Wait()
}

// stood says that a heart stood still since a time, and for how long; "" where none did.
func (p *pulse) stood(since time.Time) string {
	for _, h := range []*heart{&p.judge, &p.server} {
		if longest := h.longest(since); longest > 0 {
			return fmt.Sprintf("%s %s", h.what, longest.Round(100*time.Millisecond))
		}
	}
	return ""
}

// beats beats again and again. One that fails is none: a server that ended the session and takes another, as one that somebody
// has restarted, was away, however short.
func (h *heart) beats(ctx context.Context, beat func() error) {
	tick := time.NewTicker(beatEvery)
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
	if h.failed || now.Sub(h.last) > beatLate {
		h.stops = append(h.stops, stop{h.last, now, h.failed})
	}
	h.last, h.failed = now, false
}

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
		if d := s.to.Sub(s.from); (s.failed || d > beatLate) && s.to.After(since) {
			longest = max(longest, d, beatEvery)
		}
	}
	return longest
}
