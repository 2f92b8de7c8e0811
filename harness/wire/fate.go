package wire

// Fate is what became of a message that did not pass as it was.
type Fate string

// The fates of a message.
const (
	Dropped Fate = "dropped" // nothing of it passed
	Altered Fate = "altered" // it passed in another form, or a part of it
)

var fates = [...]Fate{"", Dropped, Altered}

const (
	passed = iota
	dropped
)

// mend sets the fate of a message that is recorded already.
func (r *recorder) mend(conn, index int, fate Fate) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := uint64(1); n <= uint64(len(r.ring)); n++ {
		e := &r.ring[(r.total-n)%uint64(r.keep)]
		if e.event == 0 && int(e.conn) == conn && int(e.index) == index {
			e.fate = fateOf(fate)
			return
		}
	}
}

func fateOf(fate Fate) uint8 {
	for i, f := range fates {
		if f == fate {
			return uint8(i)
		}
	}
	return passed
}
