package engine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres"
)

// The pulse of a run: how often it is felt, and how late a beat may be until what was judged meanwhile is in doubt. That is
// what an operation may take beyond its deadline.
const (
	beatEvery = 100 * time.Millisecond
	beatLate  = time.Second
)

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
}

// stop is a time in which a heart did not beat.
type stop struct{ from, to time.Time }

// feelPulse begins to feel the pulse, until stop is called.
func feelPulse(ctx context.Context, srv *postgres.Server) *pulse {
	ctx, end := context.WithCancel(context.WithoutCancel(ctx))
	p := &pulse{judge: heart{what: "the judge itself stood still for", last: time.Now()}, server: heart{what: "the server did not answer the judge for", last: time.Now()}, end: end}
	p.ended.Go(func() { p.judge.beats(ctx, func() error { return nil }) })
	p.ended.Go(func() {
		var conn *pgx.Conn
		p.server.beats(ctx, func() (err error) {
			if conn == nil || conn.IsClosed() {
				conn, err = srv.AdminConn(ctx)
				return err
			}
			return conn.Ping(ctx)
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

// beats beats again and again; one that fails is none.
func (h *heart) beats(ctx context.Context, beat func() error) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if beat() == nil {
				h.beat(time.Now())
			}
		case <-ctx.Done():
			return
		}
	}
}

func (h *heart) beat(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.Sub(h.last) > beatLate {
		h.stops = append(h.stops, stop{h.last, now})
	}
	h.last = now
}

// longest is for how long the heart stood still at most since a time, now included.
func (h *heart) longest(since time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	var longest time.Duration
	for _, s := range append(h.stops[:len(h.stops):len(h.stops)], stop{h.last, time.Now()}) {
		if d := s.to.Sub(s.from); d > beatLate && s.to.After(since) {
			longest = max(longest, d)
		}
	}
	return longest
}
