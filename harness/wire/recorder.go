package wire

import "sync"

// recorder keeps the newest entries, as many as it has room for, and counts the rest.
type recorder struct {
	mu      sync.Mutex
	ring    []entry
	keep    int
	total   uint64
	details []details // of the entries in the ring, by their numbers
	free    []uint32  // the numbers in details that no entry has any more
}

// add appends entries. Those with details have their numbers in details.
func (r *recorder) add(entries []entry, said []details) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(entries) > 0 {
		room := r.room(len(entries))
		copy(room, entries)
		entries = entries[len(room):]
		if len(said) == 0 {
			continue
		}
		for i := range room {
			if e := &room[i]; e.detailsNumber != 0 {
				e.detailsNumber = r.number(said[e.detailsNumber-1])
			}
		}
	}
}

// addRows appends an entry for each size, all else alike but the index, which counts from the first's.
func (r *recorder) addRows(first entry, sizes []uint32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(sizes) > 0 {
		room := r.room(len(sizes))
		for i, size := range sizes[:len(room)] {
			// Field by field: a whole entry with a field just changed costs the processor three times as much.
			e := &room[i]
			e.at, e.size, e.detailsNumber, e.conn, e.index = first.at, size, 0, first.conn, first.index+int32(i)
			e.name, e.dir, e.event, e.fate = first.name, first.dir, 0, passed
		}
		first.index += int32(len(room))
		sizes = sizes[len(room):]
	}
}

// room makes room for up to n entries, at least one, in place of the oldest where there is none, and counts them.
func (r *recorder) room(n int) []entry {
	start := int(r.total % uint64(r.keep))
	n = min(n, r.keep-start)
	if missing := start + n - len(r.ring); missing > 0 {
		r.ring = append(r.ring, make([]entry, missing)...)
	}
	room := r.ring[start : start+n]
	if len(r.details) > len(r.free) {
		for i := range room {
			if old := room[i].detailsNumber; old != 0 {
				r.details[old-1] = details{}
				r.free = append(r.free, old)
			}
		}
	}
	r.total += uint64(n)
	return room
}

// number keeps details, and returns their number.
func (r *recorder) number(d details) uint32 {
	if last := len(r.free) - 1; last >= 0 {
		n := r.free[last]
		r.free = r.free[:last]
		r.details[n-1] = d
		return n
	}
	r.details = append(r.details, d)
	return uint32(len(r.details))
}

func (r *recorder) mark() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.total
}

// since returns the entries after a mark that are still there, and how many are not.
func (r *recorder) since(mark uint64) (entries []Message, dropped uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := max(mark, r.total-uint64(len(r.ring)))
	dropped = first - mark
	if first >= r.total {
		return nil, dropped
	}
	entries = make([]Message, 0, r.total-first)
	for i := first; i < r.total; i++ {
		e := &r.ring[i%uint64(r.keep)]
		var d details
		if e.detailsNumber != 0 {
			d = r.details[e.detailsNumber-1]
		}
		entries = append(entries, e.message(d))
	}
	return entries, dropped
}

// has tells whether all entries after a mark are still there.
func (r *recorder) has(mark uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.total-uint64(len(r.ring)) <= mark
}

// Recording returns what the stage has seen, oldest first: the newest Config.Keep entries.
func (s *Stage) Recording() []Message {
	entries, _ := s.rec.since(0)
	return entries
}

// Mark returns a place in the recording, to be given to Since.
func (s *Stage) Mark() uint64 { return s.rec.mark() }

// Since returns what was recorded after mark and is still kept, oldest first.
func (s *Stage) Since(mark uint64) []Message {
	entries, _ := s.rec.since(mark)
	return entries
}

// Readable tells whether Since(mark) is all that was said: nothing was encrypted or no PostgreSQL at any time, and all of it
// is still kept.
func (s *Stage) Readable(mark uint64) bool {
	return s.rec.has(mark) && !s.opaque.Load()
}

// Dropped is how many entries the recording had no room to keep.
func (s *Stage) Dropped() uint64 {
	_, dropped := s.rec.since(0)
	return dropped
}
