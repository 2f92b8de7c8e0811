package wire

import (
	"slices"
	"sync"
	"time"
)

// maxExchanges bounds what a meter keeps.
const maxExchanges = 4096

// Exchange is what a client sent, up to the first answer, and all of the answer up to what the client sent next.
type Exchange struct {
	Conn        int
	Asked       time.Time // when the stage read the first byte of the question
	First, Last time.Time // when it read the first and the newest byte of the answer; zero where there is none
	Sent        int64     // bytes of the question
	Received    int64     // bytes of the answer
	Ended       time.Time // when the connection ended; zero while it goes on
}

// Answered tells whether anything of an answer came.
func (e Exchange) Answered() bool { return !e.First.IsZero() }

// Silence is how long nothing came since the question was asked: until the connection's end, or now. It is 0 where an
// answer came.
func (e Exchange) Silence() time.Duration {
	switch {
	case e.Answered():
		return 0
	case e.Ended.IsZero():
		return time.Since(e.Asked)
	}
	return e.Ended.Sub(e.Asked)
}

// exchange is the current one of a connection.
type exchange struct {
	mu  sync.Mutex
	cur Exchange
}

func (x *exchange) note(c *conn, dir Direction, n int, now time.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if dir == Upstream {
		if x.cur.Asked.IsZero() || x.cur.Answered() {
			c.stage.publish(&x.cur)
			x.cur = Exchange{Conn: c.number, Asked: now}
		}
		x.cur.Sent += int64(n)
		return
	}
	if x.cur.Asked.IsZero() {
		return
	}
	if !x.cur.Answered() {
		x.cur.First = now
	}
	x.cur.Last = now
	x.cur.Received += int64(n)
}

func (c *conn) finishExchange() {
	c.exchange.mu.Lock()
	defer c.exchange.mu.Unlock()
	c.exchange.cur.Ended = time.Now()
	c.stage.publish(&c.exchange.cur)
	c.exchange.cur = Exchange{}
}

// Meter keeps the exchanges that begin after it was made.
type Meter struct {
	stage   *Stage
	since   time.Time
	mu      sync.Mutex
	done    []Exchange
	stopped bool
}

// Measure makes a meter. It counts until Stop.
func (s *Stage) Measure() *Meter {
	s.meterMu.Lock()
	defer s.meterMu.Unlock()
	m := &Meter{stage: s, since: time.Now()}
	list := []*Meter{m}
	if old := s.meters.Load(); old != nil {
		list = append(list, *old...)
	}
	s.meters.Store(&list)
	return m
}

// Stop ends the counting. What was counted stays; an exchange that goes on ends for the meter.
func (m *Meter) Stop() {
	m.stage.meterMu.Lock()
	if old := m.stage.meters.Load(); old != nil {
		list := slices.DeleteFunc(slices.Clone(*old), func(other *Meter) bool { return other == m })
		m.stage.meters.Store(&list)
	}
	m.stage.meterMu.Unlock()
	ongoing := m.ongoing()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stopped {
		return
	}
	m.stopped = true
	for _, e := range ongoing {
		e.Ended = time.Now()
		m.done = append(m.done, e)
	}
}

// Exchanges returns the exchanges so far, those that go on included.
func (m *Meter) Exchanges() []Exchange {
	ongoing := m.ongoing()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stopped {
		return slices.Clone(m.done)
	}
	return append(slices.Clone(m.done), ongoing...)
}

// ongoing are the exchanges that go on now.
func (m *Meter) ongoing() []Exchange {
	var ongoing []Exchange
	for _, c := range m.stage.open() {
		c.exchange.mu.Lock()
		if c.exchange.cur.Asked.After(m.since) {
			ongoing = append(ongoing, c.exchange.cur)
		}
		c.exchange.mu.Unlock()
	}
	return ongoing
}

func (s *Stage) publish(e *Exchange) {
	list := s.meters.Load()
	if list == nil || e.Asked.IsZero() {
		return
	}
	for _, m := range *list {
		m.mu.Lock()
		if !m.stopped && e.Asked.After(m.since) && len(m.done) < maxExchanges {
			m.done = append(m.done, *e)
		}
		m.mu.Unlock()
	}
}
