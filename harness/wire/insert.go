package wire

// insertion is what an action adds to a direction.
type insertion struct {
	hit   *Hit
	bytes []byte
	then  func() // nil, or what is done when it is said
}

// Insert says b at the position, and then calls then, if it is not nil.
func (h *Hit) Insert(b []byte, then func()) {
	h.pump.inserted = append(h.pump.inserted, insertion{hit: h, bytes: b, then: then})
}

// sayInserted passes on what actions have added. False means that the connection is over.
func (p *pump) sayInserted() bool {
	for len(p.inserted) > 0 {
		add := p.inserted[0]
		p.inserted = p.inserted[1:]
		if !p.gates.wait(p.c.done) {
			return false
		}
		if add.hit != nil {
			add.hit.note()
		}
		if !p.pass(add.bytes) {
			return false
		}
		if add.then != nil {
			add.then()
		}
	}
	return true
}
