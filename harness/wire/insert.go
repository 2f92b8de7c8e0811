package wire

// insertion is what an action adds to a direction.
type insertion struct {
	point *ActionPoint
	bytes []byte
	then  func() // nil, or what is done when it is said
}

// Insert says b at the position, and then calls then, if it is not nil.
func (h *ActionPoint) Insert(b []byte, then func()) {
	h.pump.inserted = append(h.pump.inserted, insertion{point: h, bytes: b, then: then})
}

// passInserted passes on what actions have added. False means that the connection is over.
func (p *pump) passInserted() bool {
	if p.deaf() {
		p.inserted = nil
		return true
	}
	for len(p.inserted) > 0 {
		add := p.inserted[0]
		p.inserted = p.inserted[1:]
		if !p.gates.wait(p.c.done) {
			return false
		}
		if add.point != nil {
			add.point.said = add.bytes
			add.point.note()
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
