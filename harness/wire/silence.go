package wire

import (
	"slices"
	"sync"
	"time"
)

// Silence is a time in which the stage takes connections and says nothing to them.
type Silence struct {
	stage *Stage
	ended chan struct{}
	once  sync.Once

	mu    sync.Mutex
	taken []Firing
}

// Silence lets the stage take connections from now on without connecting upstream, until End: the client is connected,
// and hears nothing. Connections that are open go on.
func (s *Stage) Silence() *Silence {
	q := &Silence{stage: s, ended: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = append(s.silent, q)
	return q
}

// Taken returns a firing for each connection that was taken so far.
func (q *Silence) Taken() []Firing {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.taken)
}

// End ends the silence: the connections that are still there are served. It may be called again.
func (q *Silence) End() {
	q.once.Do(func() {
		q.stage.mu.Lock()
		q.stage.silent = slices.DeleteFunc(slices.Clone(q.stage.silent), func(other *Silence) bool { return other == q })
		q.stage.mu.Unlock()
		close(q.ended)
	})
}

// silence waits while there is one. False means that the stage was closed.
func (s *Stage) silence(c *conn) bool {
	s.mu.Lock()
	silent := s.silent
	s.mu.Unlock()
	for _, q := range silent {
		f := Firing{Action: "silence", At: time.Now(), Conn: c.number, Detail: "taken, and not answered"}
		s.event(c, Fired, "", f.Action+": "+f.Where())
		q.mu.Lock()
		q.taken = append(q.taken, f)
		q.mu.Unlock()
		select {
		case <-q.ended:
		case <-c.done:
			return false
		}
	}
	return true
}
