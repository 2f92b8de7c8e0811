package wire

import "sync"

// recorder keeps the newest entries, as many as it has room for, and counts the rest.
type recorder struct {
	mu    sync.Mutex
	ring  []entry
	keep  int
	total uint64
}

// add appends entries.
func (r *recorder) add(entries ...entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if room := r.keep - len(r.ring); room > 0 {
		n := min(room, len(entries))
		r.ring = append(r.ring, entries[:n]...)
		r.total += uint64(n)
		entries = entries[n:]
	}
	for len(entries) > 0 {
		n := copy(r.ring[r.total%uint64(r.keep):], entries)
		r.total += uint64(n)
		entries = entries[n:]
	}
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
		entries = append(entries, r.ring[i%uint64(r.keep)].message())
	}
	return entries, dropped
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

// Dropped is how many entries the recording had no room to keep.
func (s *Stage) Dropped() uint64 {
	_, dropped := s.rec.since(0)
	return dropped
}
