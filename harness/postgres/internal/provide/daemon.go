package provide

import "sync"

// Daemon is what is known of who runs servers, as Docker does: it is there until it was found gone. A nil Daemon is always
// there. It is safe for concurrent use.
type Daemon struct {
	once sync.Once
	gone chan struct{}
}

// NewDaemon is one that is there.
func NewDaemon() *Daemon { return &Daemon{gone: make(chan struct{})} }

// Abandon notes that it is gone: nothing is asked of it any more, since each question would wait for an answer.
func (d *Daemon) Abandon() {
	if d != nil {
		d.once.Do(func() { close(d.gone) })
	}
}

// Gone is closed when it was found gone.
func (d *Daemon) Gone() <-chan struct{} {
	if d == nil {
		return nil
	}
	return d.gone
}

// IsGone tells whether it was.
func (d *Daemon) IsGone() bool {
	select {
	case <-d.Gone():
		return true
	default:
		return false
	}
}
