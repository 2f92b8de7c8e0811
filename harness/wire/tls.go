package wire

import (
	"crypto/tls"
	"slices"
	"sync"
	"time"
)

// TLS is how the stage ends the encryption of its clients, so that it can read what they say and fire inside of it.
type TLS struct {
	// Certificate is what it shows to clients. Where Upstream is set, a client that binds its channel (SCRAM-SHA-256-PLUS)
	// is let in by the server only if it is the server's own.
	Certificate tls.Certificate
	// Upstream is how it encrypts to the server; nil means not at all, also where the server could.
	Upstream *tls.Config
}

// Termination is a time in which the stage ends the encryption of its clients.
type Termination struct {
	stage *Stage
	tls   TLS

	mu    sync.Mutex
	shown []Firing
}

// Terminate ends, from now on, the encryption of clients that ask for it, until End. Connections that are open go on as
// they are. Without it, encrypted conversations pass untouched.
func (s *Stage) Terminate(t TLS) *Termination {
	term := &Termination{stage: s, tls: t}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.terminations = append(s.terminations, term)
	return term
}

// End lets encrypted conversations pass untouched again, those that come from now on.
func (t *Termination) End() {
	t.stage.mu.Lock()
	defer t.stage.mu.Unlock()
	t.stage.terminations = slices.DeleteFunc(t.stage.terminations, func(other *Termination) bool { return other == t })
}

// Shown returns a firing for each connection on which the certificate was shown.
func (t *Termination) Shown() []Firing {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.shown)
}

// config is what a client's handshake is done with.
func (t *Termination) config(c *conn) *tls.Config {
	return &tls.Config{
		NextProtos: []string{"postgresql"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			f := Firing{Action: "certificate", At: time.Now(), Conn: c.number, Detail: "was shown"}
			t.stage.event(c, Fired, "", f.Action+": "+f.Where())
			t.mu.Lock()
			defer t.mu.Unlock()
			t.shown = append(t.shown, f)
			return &t.tls.Certificate, nil
		},
	}
}

// termination is the one that holds now; nil where there is none.
func (s *Stage) termination() *Termination {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.terminations) == 0 {
		return nil
	}
	return s.terminations[len(s.terminations)-1]
}
