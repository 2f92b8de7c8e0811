package wire

import (
	"math/rand/v2"
	"time"
)

// slicing is how a message is cut in pieces.
type slicing struct {
	point *ActionPoint
	size  int // of a piece, at most
	vary  *rand.Rand
	delay time.Duration
	said  int64
	noted bool
}

// Slice passes the rest of the message on in pieces of size bytes, or of 1 to size where vary is not nil, with a delay
// between them. It has fired when there are two.
func (h *ActionPoint) Slice(size int, vary *rand.Rand, delay time.Duration) {
	h.pump.editing().cut = &slicing{point: h, size: size, vary: vary, delay: delay}
}

// passSliced passes b on in pieces. False means that the connection is over.
func (p *pump) passSliced(s *slicing, b []byte) bool {
	for len(b) > 0 {
		if s.said > 0 {
			if !s.noted {
				s.noted = true
				s.point.note()
			}
			if !p.pause(s.delay, s.point.armed.released) {
				return false
			}
		}
		n := s.size
		if s.vary != nil {
			n = 1 + s.vary.IntN(s.size)
		}
		n = min(n, len(b))
		if !p.pass(b[:n]) {
			return false
		}
		s.said += int64(n)
		b = b[n:]
	}
	return true
}

// pause waits, or until healed is closed. False means that the connection is over.
func (p *pump) pause(d time.Duration, healed <-chan struct{}) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-healed:
		return true
	case <-p.c.done:
		return false
	}
}
