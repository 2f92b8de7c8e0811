package wire

// deliveryLimit is of how many connections, of the newest, is known what was delivered when they have ended.
const deliveryLimit = 4096

// noteDelivery notes up to which message all is written to the client. The current one counts where nothing of it is left.
func (p *pump) noteDelivery() {
	if p.dir != Downstream {
		return
	}
	up := p.newest
	if p.left > 0 {
		up--
	}
	p.c.delivered.Store(up)
}

// Delivered gives, by the connections' numbers, the Index of the newest message that was written to the client whole: what
// came later is held, or its rest is. A message that was dropped or altered says so itself; that a RST followed is an event.
func (s *Stage) Delivered() map[int]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	up := make(map[int]int, len(s.conns)+len(s.delivered))
	for number, index := range s.delivered {
		up[number] = int(index)
	}
	for c := range s.conns {
		up[c.number] = int(c.delivered.Load())
	}
	return up
}
